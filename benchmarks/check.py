"""How long a check takes, warm.  Run by hand: `python -m benchmarks.check` or `python benchmarks/check.py`.

Prints the first check (which loads table and names), a list of 40 lines, and how the time grows to 1,000
lines.  Exits 1 where 40 lines take 50 ms or more, or 1,000 lines more than 1.5 times 25 times as long.
The lists are written lines of every kind: brands, substances, strengths, notes, names that nobody knows.
"""

import sys
from itertools import count, cycle, islice
from statistics import median
from time import perf_counter

from interactions import check

LIMIT_MS = 50.0
GROWTH_LIMIT = 1.5
SIZES = (40, 200, 1_000)
WRITTEN = (
    "OxyContin 20 mg bd", "omeprazole 20 mg", "Gabapentin 300 mg TDS", "Diazepam 5 mg nocte prn",
    "Co-codamol 30/500 two qds", "Baclofen intrathecal 480 mcg/day", "Ibuprofen 400 mg", "ramipril 5mg",
    "Timolol 0.25% eye drops", "Vitamin D3 800 IU", "macrogol sachets", "Cetirizine 10 mg od", "frobnicol 5 mg",
    "Amitriptyline 10 mg at night", "Levothyroxine 100 micrograms", "Senna 7.5 mg", "Metformin 500 mg bd",
    "Tamsulosin MR 400 mcg", "Paracetamol 1 g qds", "Morning:",
)  # fmt: skip


def written(lines: int) -> list[str]:
    """A list of so many lines, no two alike, so that nothing is answered from memory of the line."""
    numbers = count(1)
    return [f"{next(numbers)}. {line}" for line in islice(cycle(WRITTEN), lines)]


def milliseconds(lines: list[str], rounds: int) -> float:
    """The median time of a check."""
    times = []
    for _ in range(rounds):
        start = perf_counter()
        check(lines, situation="unsure")
        times.append((perf_counter() - start) * 1_000)
    return median(times)


def main() -> int:
    """Measure, print, judge."""
    start = perf_counter()
    check(["morphine"])
    print(f"first check, loading everything: {(perf_counter() - start) * 1_000:8.1f} ms")
    taken = {size: milliseconds(written(size), max(5, 2_000 // size)) for size in SIZES}
    for size, time in taken.items():
        print(f"{size:5} lines: {time:8.1f} ms, {time / size:6.3f} ms a line")
    growth = (taken[SIZES[-1]] / SIZES[-1]) / (taken[SIZES[0]] / SIZES[0])
    print(f"a line among {SIZES[-1]} costs {growth:.2f} times as much as among {SIZES[0]}")
    return int(taken[SIZES[0]] >= LIMIT_MS or growth > GROWTH_LIMIT)


if __name__ == "__main__":
    sys.exit(main())
