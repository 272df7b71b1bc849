"""How fast lines are read: lines a second on one core, start-up, memory.

    python benchmarks/names.py

Run by hand.  The general dictionary is built first where it is missing; that is shown and not counted.
"""

import compileall
import random
import resource
import subprocess
import sys
import time
import tracemalloc
from pathlib import Path

import interactions
from interactions.names import default_names, general, resolve
from interactions.names.curated import load_curated

LINES = 20_000
PART = 1_000
ROUNDS = 5
WANTED_PER_SECOND = 10_000
WANTED_START = 0.5
WANTED_MEGABYTES = 120

_PATTERNS = (
    "{}. {} 10 mg tablets one twice a day",
    "{}) {} 5 mg po q6h prn pain",
    "- {1} 20 mg retard 1-0-1",
    "• {1} 500 mg 1 cp matin et soir",
    "{1} 2,5 mg 1 comp cada 8 horas",
    "[ ] {1} 50 mcg/hr patch change every 72 hours",
    "{1} (Teva) 25mg nocte",
    "{1} 30 mg with food",
)
_START = "import interactions; interactions.check(['oxycodone 5 mg', 'Lisinopril 10 mg od', 'NKDA'])"


def sample() -> list[str]:
    """Lines in eight styles over all curated names; one in twenty holds a word nobody knows."""
    dice = random.Random(1)
    names = sorted(entry.name for entry in load_curated().entries.values())
    lines = []
    for number in range(LINES):
        name = dice.choice(names)
        if number % 20 == 0:
            name = "".join(dice.sample("abcdefghiklmnoprstuvz", 9))
        lines.append(dice.choice(_PATTERNS).format(number % 30 + 1, name))
    return lines


def per_second(lines: list[str]) -> float:
    """Lines read in a second.

    They are read in parts of a thousand, and of every part the best of five rounds counts: what other
    programs of the machine take away meanwhile is not the reader's doing.
    """
    parts = [lines[first : first + PART] for first in range(0, len(lines), PART)]
    best = [float("inf")] * len(parts)
    for _ in range(ROUNDS):
        for number, part in enumerate(parts):
            start = time.perf_counter()
            for line in part:
                resolve(line)
            best[number] = min(best[number], time.perf_counter() - start)
    return len(lines) / sum(best)


def start_up() -> float:
    """Seconds of a whole process that checks three lines, best of ten; compiled first, as an installer does."""
    compileall.compile_dir(str(Path(interactions.__file__).parent), quiet=1)
    times = []
    for _ in range(2 * ROUNDS):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", _START], check=True)
        times.append(time.perf_counter() - start)
    return min(times)


def junk() -> float:
    """Milliseconds for the worst of some lines of 2,000 characters of junk, each the best of three."""
    worst = 0.0
    for line in ("a " * 1000, "1/" * 1000, "oxy-" * 500, "(" * 2000, "qwrtz " * 333, "co " * 666, "é" * 2000):
        times = []
        for _ in range(3):
            start = time.perf_counter()
            resolve(line[:2000])
            times.append(time.perf_counter() - start)
        worst = max(worst, min(times))
    return worst * 1000


def main() -> int:
    """Prints the figures; 1 where one is worse than wanted."""
    general.build(lambda stage, share: print(f"dictionary: {stage} ({share:.0%})"))
    tracemalloc.start()
    default_names()
    loaded = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    lines = sample()
    for line in lines[:2000]:
        resolve(line)
    speed, start = per_second(lines), start_up()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
    print(f"{speed:,.0f} lines/s warm on one core (wanted: {WANTED_PER_SECOND:,})")
    print(f"{start:.2f} s for a process that checks three lines (wanted: under {WANTED_START})")
    print(
        f"{peak:.0f} MB peak of this process, {loaded:.0f} MB of it names (wanted: under {WANTED_MEGABYTES})"
    )
    print(f"{junk():.1f} ms for the worst junk line of 2,000 characters")
    return int(speed < WANTED_PER_SECOND or start > WANTED_START or peak > WANTED_MEGABYTES)


if __name__ == "__main__":
    sys.exit(main())
