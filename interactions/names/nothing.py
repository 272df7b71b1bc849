"""Lines that are positively known to name no medicine: "nil", "NKDA", "see attached", dressings, headings.

Every word of the line must say so or belong to what does.  A line that says nothing clear is never
taken for one of these: it is not recognised.
"""

from interactions.names.sentence import Reading

# What may stand beside a word that decides, for each kind of such a word.
_BESIDE = {
    "nothing": frozenset(["nothing", "heading", "date", "number", "and", "about"]),
    "about": frozenset(["about", "heading", "date", "number", "unit", "and"]),
    "device": frozenset(
        [
            "device",
            "form",
            "route",
            "unit",
            "number",
            "frequency",
            "instruction",
            "company",
            "date",
            "and",
            "with",
            "meal",
        ]
    ),
    "heading": frozenset(["heading", "date", "number", "and"]),
}


def is_nothing(reading: Reading) -> bool:
    """Whether a line without any name is positively no medicine."""
    line = reading.line
    pieces = [mark.kinds for mark in reading.marks]
    for index, token in enumerate(line.tokens):
        if reading.owner[index] is None and not token.number and not token.sign:
            pieces.append(line.kinds(index))
    if not line.tokens:
        return True  # rules and other punctuation between parts of a list
    return any(
        any(kind in piece for piece in pieces) and all(piece & beside for piece in pieces)
        for kind, beside in _BESIDE.items()
    )
