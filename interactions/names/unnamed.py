"""Second medicines that a line speaks of without a name: "Oxycodon 10 mg und Salbe", "baclofen and a sleeping tablet".

A form or a kind of medicine behind a joiner belongs to no name of the line.  It must not be lost, and its
route is not that of the named medicine.
"""

from collections.abc import Iterator

from interactions.model import Route
from interactions.names.sentence import Reading, Sentence

# What a second medicine may be described with before its form: "and a small white tablet", "y pastillas".
_DESCRIBING = frozenset(("indication", "release", "meal", "instruction", "form", "route", "and"))
_ARTICLES = frozenset(
    ("a", "an", "the", "one", "un", "une", "una", "ein", "eine", "el", "la", "le", "et", "een", "my")
)
# Words behind which a joiner starts something new: all that is said of when and how much.
_SAID = frozenset(("unit", "frequency", "number", "date"))
_IN = "en"  # and in Dutch, but "en patch" in French and Spanish
# Forms that hardly ever stand, behind a comma, for a medicine with a dose in milligrams.
_APPLIED = frozenset((Route.OPHTHALMIC, Route.OTIC, Route.CUTANEOUS))
_FARTHEST = 6
_SHORTEST = 3
_SHORTEST_INJECTED = 4  # "iv" and "ivl" are ways, not things


def unnamed(reading: Reading) -> set[int]:
    """Indexes of the words that speak of a medicine without its name, joiner included."""
    line = reading.line
    found: set[int] = set()
    if line.following.count("") < 2 and line.names.words.joiners.isdisjoint(line.keys):
        return found  # no separator, no joiner: most lines
    for index, (token, word) in enumerate(zip(line.tokens, line.known, strict=True)):
        if not (token.hard or token.sign or "and" in word.kinds) or reading.is_name(index):
            continue
        if _joins_something_new(reading, index):
            found.update(_described(reading, index))
        elif token.hard and _is_apart(line, index) and _stands_for_another(reading, index):
            found.add(index)
        if token.sign and _is_shortened(reading, index - 1):
            found.add(index - 1)
    return found


def _joins_something_new(reading: Reading, index: int) -> bool:
    line = reading.line
    if not 0 < index < len(line) - 1 or line.keys[index + 1] == "/" or line.keys[index] == _IN:
        return False
    if line.keys[index] != "+" and "and" not in line.kinds(index):
        return False
    said = line.is_number(index - 1) or not _SAID.isdisjoint(_kinds(reading, index - 1))
    return said or reading.is_name(index - 1)


def _described(reading: Reading, joiner: int) -> Iterator[int]:
    """The words from a joiner to the form, the kind of medicine or the salt behind it; none where a name follows."""
    line = reading.line
    for index in range(joiner + 1, min(joiner + 1 + _FARTHEST, len(line))):
        if reading.is_name(index) or line.is_number(index) or line.tokens[index].hard:
            return
        kinds, mark = _kinds(reading, index), reading.owner[index]
        salt = index == joiner + 1 and _is_lone_salt(reading, index)
        end = mark.last if mark else index + 1
        if salt or "class" in kinds or _route(reading, index) is not None:
            # "+ Inj. Emeset" has its name behind it.
            yield from range(joiner, end) if not reading.is_name(end) else ()
            return
        if kinds.isdisjoint(_DESCRIBING) and line.keys[index] not in _ARTICLES:
            return


def _is_apart(line: Sentence, index: int) -> bool:
    """Whether a separator stands before a word, no bracket and no tab: "doxepin 10 mg (base)" is one medicine."""
    gap = line.gap(index).strip() if index else ""
    return gap != "" and "(" not in gap


def _stands_for_another(reading: Reading, index: int) -> bool:
    """Whether a word behind a separator is a salt by itself, or a form that its dose does not go with.

    "Tramadol 50 mg, Augentropfen" are two medicines; "5 mg/ml, Augentropfen" is one.
    """
    if _route(reading, index) not in _APPLIED:
        return _is_lone_salt(reading, index)
    line = reading.line
    doses = (n for n in range(1, index) if line.keys[n] == "mg" and line.is_number(n - 1))
    return any(line.keys[n + 1] != "/" for n in doses)


def _is_lone_salt(reading: Reading, index: int) -> bool:
    """Whether a word is a salt that belongs to no name: "and nitrate", but "+ cloridrato de naloxona"."""
    line = reading.line
    if "salt" not in line.kinds(index):
        return False
    return not reading.leads_to_a_name(index)


def _is_shortened(reading: Reading, index: int) -> bool:
    """Whether a part of the line begins with a word that stands where an ingredient would: "Para/Codein"."""
    line = reading.line
    if index < 0 or line.keys[index + 1] not in ("/", "+") or not reading.is_name(index + 2):
        return False
    if reading.is_name(index):
        return False
    first = index == 0 or line.tokens[index].hard
    return first and line.keys[index].isalpha() and line.kinds(index).isdisjoint(("unit", "salt"))


def _route(reading: Reading, index: int) -> Route | None:
    """Where a word that is a form goes in; None for other words and for forms that may go anywhere."""
    mark, line = reading.owner[index], reading.line
    word = line.known[index].route if mark is None else line.names.words.routes.get(mark.key)
    if word is None or word.adjective or not (word.specific or "form" in _kinds(reading, index)):
        return None
    shortest = _SHORTEST_INJECTED if word.route is Route.PARENTERAL else _SHORTEST
    return word.route if len(line.keys[index]) >= shortest else None


def _kinds(reading: Reading, index: int) -> frozenset[str]:
    mark = reading.owner[index]
    return reading.line.kinds(index) if mark is None or mark.entry is not None else mark.kinds
