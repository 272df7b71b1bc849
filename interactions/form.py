"""The pharmacist's form: what was typed -> arguments of `check`, and back into the form.

Nothing here imports Flask: a form is a mapping of names to the texts that were sent.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from interactions.errors import ListError
from interactions.model import CONDITIONS, PUMP_DRUGS, Situation

TERNARY = ("", "yes", "no")
"""Not known, yes, no: what a question about the person can be answered."""
LONGEST_NUMBER = 8


@dataclass(frozen=True)
class Form:
    """What was typed, as it is shown again.

    Attributes:
        conditions: for each name of `CONDITIONS` "", "yes" or "no".
        pump_other: whether anything else is in the pump: "", "yes" or "no"; named in `pump_drugs`.
        replaced: (line as first written, line as checked) for each suggestion that was accepted.
    """

    list: str = ""
    situation: str = str(Situation.ROUTINE)
    oral_baclofen: str = ""
    egfr: str = ""
    age: str = ""
    conditions: Mapping[str, str] = field(default_factory=dict)
    pump_other: str = ""
    pump_drugs: str = ""
    replaced: tuple[tuple[str, str], ...] = ()


def read_form(
    sent: Mapping[str, str],
    accepted: Sequence[str],
    replaced: Sequence[str],
    split: Callable[[str], list[str]],
) -> Form:
    """The form as sent, with the suggestions that were accepted put into the list.

    Args:
        split: a text to its lines; the indexes in `accepted` count them.
        accepted: "<index>|<word>|<suggestion>" for each suggestion that was chosen.
        replaced: "<first written>\\n<as checked>" for each that was chosen before.
    """
    lines = split(sent.get("list", ""))
    before = (pair.replace("\r\n", "\n").split("\n") for pair in replaced)
    known = {pair[1]: pair[0] for pair in before if len(pair) == len(("written", "checked"))}
    for choice in accepted:
        _accept(choice, lines, known)
    return Form(
        list="\n".join(lines),
        situation=sent.get("situation", str(Situation.ROUTINE)),
        oral_baclofen=sent.get("oral_baclofen", ""),
        egfr=sent.get("egfr", "").strip(),
        age=sent.get("age", "").strip(),
        conditions={name: sent.get(f"condition-{name}", "") for name in CONDITIONS},
        pump_other=sent.get("pump_other", ""),
        pump_drugs=sent.get("pump_drugs", "").strip(),
        replaced=tuple((old, new) for new, old in known.items() if new in lines),
    )


def _accept(choice: str, lines: list[str], known: dict[str, str]) -> None:
    """Put one accepted suggestion into its line; a choice that no longer fits its line changes nothing."""
    index, _, rest = choice.partition("|")
    word, _, suggestion = rest.partition("|")
    if not (index.isascii() and index.isdigit() and word and suggestion and int(index[:6]) < len(lines)):
        return
    old = lines[int(index)]
    new = old.replace(word, suggestion, 1)
    if new != old:
        known[new] = known.pop(old, old)
        lines[int(index)] = new


def arguments(form: Form, split: Callable[[str], list[str]]) -> dict[str, Any]:
    """The arguments of `check` that a form stands for.

    Raises:
        ListError: an answer that is none of those offered, or a number that is none.
    """
    answers = {**form.conditions, PUMP_DRUGS: form.pump_other}
    for name, answer in {**answers, "oral_baclofen": form.oral_baclofen}.items():
        if answer not in TERNARY:
            raise ListError(name, "choose yes, no or not known")
    drugs = [part.strip() for part in form.pump_drugs.replace("\n", ";").split(";") if part.strip()]
    if form.pump_other == "yes" and not drugs:
        raise ListError(PUMP_DRUGS, "name the other drugs in the pump, or choose not known")
    return {
        "lines": split(form.list),
        "situation": form.situation,
        "oral_baclofen": {"yes": True, "no": False}.get(form.oral_baclofen),
        "egfr": _number("egfr", form.egfr),
        "age": _number("age", form.age),
        "conditions": [name for name in CONDITIONS if answers.get(name) == "yes"],
        "without": [name for name, answer in answers.items() if answer == "no"],
        "pump_drugs": drugs,
    }


def _number(name: str, text: str) -> float | None:
    """A number as people type it, a decimal comma understood; None where the field is empty."""
    if not text:
        return None
    digits = text.replace(",", ".", 1)
    if not (digits.isascii() and digits.replace(".", "", 1).isdigit() and len(digits) <= LONGEST_NUMBER):
        raise ListError(name, "write a number in digits, or leave it empty where it is not known")
    return float(digits)


ALLOWED = frozenset(
    {"lines", "situation", "oral_baclofen", "egfr", "age", "conditions", "without", "pump_drugs"}
)
"""Keys of a JSON check."""


def json_arguments(data: object) -> dict[str, Any]:
    """The arguments of `check` from a JSON body; a null is the same as a key that is left out.

    Raises:
        ListError: it is no object, has an unknown key, or no lines.
    """
    if not isinstance(data, dict):
        raise ListError("body", 'send an object: {"lines": ["..."]}')
    if data.keys() - ALLOWED:
        raise ListError("body", f"unknown key; any of {', '.join(sorted(ALLOWED))}")
    given = {key: value for key, value in data.items() if value is not None}
    if "lines" not in given:
        raise ListError("lines", "is missing: a list of lines, one medicine in each")
    if not isinstance(given.get("situation", ""), str):
        raise ListError("situation", f"one of {', '.join(Situation)}")
    return given
