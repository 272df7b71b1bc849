"""Text as the reader compares it: lines, words, keys.

Upper case, accents, typographic signs and the way a name is hyphenated make no difference, so every
comparison goes through `key`; what a person wrote is always given back as written.

    >>> key("Co-Codamol®  30/500")
    'co codamol 30 / 500'
    >>> [token.key for token in tokens("xanax0,5mg p.r.n.")]
    ['xanax', '0,5', 'mg', 'prn']
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from interactions.names.remembered import Remembered

# Letters that Unicode does not take apart into a plain letter and a mark.
_PLAIN = {
    "ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "þ": "th", "ħ": "h", "ŀ": "l",
    "μ": "u",   # micro, so that µg is the ug that people type
    "⁄": "/", "∕": "/", "／": "/", "²": " ", "³": " ", "™": " ", "℠": " ",
    "’": "'", "ʼ": "'", "‘": "'", "`": "'", "´": "'", "′": "'",
    "‐": "-", "‑": "-", "‒": "-", "−": "-",
}  # fmt: skip

_SOFT = frozenset(("", " ", "-", "\u2013"))  # the en dash without blanks is a hyphen: "Beta\u2013Adalat"

# A full stop after a word of up to so many letters is that of an abbreviation: "St. John's wort", "b. Bed.".
_ABBREVIATION = 3

# Separators that no name ever runs across; a lone hyphen between spaces is one as well.
_HARD = re.compile(r"[,;:|()\[\]{}<>=!?•·●▪■□☐☑☒✓✔–—\t\n\r\v\f\x1c-\x1f\x85\u2028\u2029…]| - ")

# One group alone, so that a line is cut at it into gaps and words in turn.
_TOKEN = re.compile(
    r"""(
      (?<!\w) (?:[^\W\d_]\.){2,} (?:[^\W\d_](?![^\W\d_]))?    # p.r.n.  b.i.d
    | (?<!\w) (?:s/c|i/v|i/m|p/o|h/s|n/a|o/d|b/d|t/d|w/o|i/n) (?!\w)
    | (?<!\w) w/
    | [^\W\d_]+ (?:'[^\W\d_]+)*
    | \d+ (?:[.,]\d+)*
    | [+/&]
    | \# [ ]? \d+ (?:[.,]\d+)*
    )""",
    re.VERBOSE,
)
# A line without these signs has no abbreviation with stops or slashes in it, and is cut faster.
_MARKED = re.compile(r"/|\.[^\W\d_]")
_PLAIN_TOKEN = re.compile(r"([^\W\d_]+(?:'[^\W\d_]+)*|\d+(?:[.,]\d+)*|[+&]|# ?\d+(?:[.,]\d+)*)")
_ELIDED = re.compile(r"(?:d|l|qu|n|s|j|c|dell|all|un|nell|sull)'(?=[^\W\d_]{3})")


class Token(NamedTuple):
    """One word, number or sign of a line.

    Attributes:
        key: the word as it is compared.
        start: where it begins in the text as written.
        end: where it ends there.
        number: whether it is a number.
        sign: whether it is one of the signs that join names.
        hard: whether a separator that no name runs across stands before it.
        numbered: whether it is a number with "#" before it: the third strength of a brand, or how many packs.
    """

    key: str
    start: int
    end: int
    number: bool
    sign: bool
    hard: bool
    numbered: bool


# What `Token(...)` does, without the call in between: every word of every line comes this way.
_token = tuple.__new__


def split_lines(text: str) -> list[str]:
    r"""The lines of a list, in order; lines that are blank from end to end are left out.

    A line ends at ``\n`` alone; a ``\r`` before it belongs to the line end.  Every other sign that some
    program takes for a line end (U+2028, U+0085, form feed, vertical tab, a lone ``\r``) stays inside
    the line, so that two programs never count the lines of one list differently.
    """
    *ended, last = text.split("\n")
    lines = [line.removesuffix("\r") for line in ended]
    return [line for line in [*lines, last] if line.strip()]


def _plain(character: str) -> str:
    """One character as it is compared: none, one or several."""
    folded = _PLAIN.get(character)
    if folded is not None:
        return folded
    if unicodedata.category(character) == "Cf":  # soft hyphens, zero-width and direction marks
        return ""
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    return "".join(_PLAIN.get(part, part) for part in parts if not unicodedata.combining(part))


_folded = Remembered(_plain).__getitem__


def fold(text: str) -> tuple[str, list[int] | None]:
    """The text as it is compared, and for each of its characters the index of the one it came from.

    The list is None where both texts run in step.
    """
    if text.isascii():
        return text.lower().replace("`", "'"), None
    pieces = list(map(_folded, text))
    folded = "".join(pieces)
    if len(folded) == len(text) and all(pieces):  # one for one
        return folded, None
    return folded, [index for index, piece in enumerate(pieces) for _ in piece]


def _shape(word: str) -> tuple[str, bool, bool, bool, int]:
    """What a word is by itself: key, number, sign and numbered of its token, and the length of an article in front."""
    if word[0] == "#" or word[0].isdecimal():
        return word.removeprefix("#").lstrip(), True, False, word[0] == "#", 0
    if word in "+/&":
        return "and" if word == "&" else word, False, True, False, 0
    if word == "w/":
        return "with", False, False, False, 0
    elided = _ELIDED.match(word)
    skip = elided.end() if elided else 0
    return re.sub("['./]", "", word[skip:]), False, False, False, skip


def _parts(gap: str) -> tuple[bool, bool]:
    """Whether what stands between two words is a separator that no name runs across; and whether behind a sentence."""
    hard = _HARD.search(gap) is not None
    return hard, hard or gap.startswith(". ")


_shape_of = Remembered(_shape).__getitem__
_parts_of = Remembered(_parts).__getitem__


def tokens(text: str) -> list[Token]:
    """Every word, number and joining sign of a text, in order."""
    folded, origin = fold(text)
    pieces = (_TOKEN if _MARKED.search(folded) else _PLAIN_TOKEN).split(folded)
    found: list[Token] = []
    soft, parts_of, shape_of, token = _SOFT, _parts_of, _shape_of, _token
    end, ends_sentence = 0, False
    for gap, word in zip(pieces[::2], pieces[1::2], strict=False):  # the last gap has no word
        start = end + len(gap)
        end = start + len(word)
        key, number, sign, numbered, skip = shape_of(word)
        hard = gap not in soft and parts_of(gap)[ends_sentence]
        ends_sentence = len(key) > _ABBREVIATION
        if origin is None:
            found.append(token(Token, (key, start + skip, end, number, sign, hard, numbered)))
        else:
            first, last = origin[start + skip], origin[end - 1] + 1
            found.append(token(Token, (key, first, last, number, sign, hard, numbered)))
    return found


def written(text: str, first: Token, last: Token) -> str:
    """The words of the text from one token to another, as written, marks on the last letter included."""
    end = last.end
    while end < len(text) and text[end] > "\x7f" and unicodedata.combining(text[end]):
        end += 1
    return text[first.start : end]


@lru_cache(maxsize=32_768)
def key(name: str) -> str:
    """A name as it is compared: folded words, numbers and joining signs with one space between."""
    folded = name.lower() if name.isascii() else fold(name)[0]
    # Most names are plain words, and a start-up reads them all.
    if folded.isascii() and all(map(str.isalpha, folded.split(" "))):
        return folded
    return " ".join(token.key for token in tokens(name))


_SOUND = (
    ("ph", "f"), ("th", "t"), ("ch", "k"), ("ck", "k"), ("qu", "k"), ("x", "ks"), ("ae", "e"), ("oe", "e"),
    ("c", "k"), ("z", "s"), ("y", "i"), ("j", "i"), ("w", "v"), ("h", ""),
)  # fmt: skip
_DOUBLED = re.compile(r"(.)\1+")
_ENDING = re.compile(r"(?:um|[aeo])$")


@lru_cache(maxsize=16384)
def sound(name: str) -> str:
    """How the key of an ingredient's name sounds in most languages: amantadin, klonazepam, ksylometazolin.

    Made for ingredient names alone; two brands that sound alike are two medicines.
    """
    heard = name.replace(" ", "")
    for spelled, plain in _SOUND:
        heard = heard.replace(spelled, plain)
    return _ENDING.sub("", _DOUBLED.sub(r"\1", heard))
