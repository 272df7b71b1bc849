"""The small part of CBOR (RFC 8949) that a card's body is written in.

Unsigned integers up to 2^53-1, text, arrays and maps with unsigned integer keys; definite lengths, the
shortest form, keys sorted and unique (section 4.2.1, core deterministic encoding), four levels at most.
Whatever is written in another way is refused, so that one value has one spelling.  Written by hand
because general libraries accept far more than this, and the browser's reader has to agree byte for byte.

>>> dumps({1: "a", 2: [300]}).hex()
'a2016161028119012c'
>>> loads(bytes.fromhex("a2016161028119012c"))
{1: 'a', 2: [300]}
"""

from typing import TypeAlias

Value: TypeAlias = int | str | list["Value"] | dict[int, "Value"]

LARGEST_INTEGER = 2**53 - 1  # what every JavaScript number holds exactly
DEEPEST = 4  # levels of arrays and maps, the outermost counted as one

_UNSIGNED, _TEXT, _ARRAY, _MAP = 0, 3, 4, 5  # major types, RFC 8949 section 3.1
_WIDTHS = {24: 1, 25: 2, 26: 4, 27: 8}  # additional information -> bytes of the argument, section 3


class CborError(ValueError):
    """Bytes or a value outside this subset; the text says what, never with the content."""


def dumps(value: Value) -> bytes:
    """The one spelling of a value.

    Raises:
        CborError: a negative or too large number, another type, or too many levels.
    """
    return _write(value, level=1)


def _head(major: int, argument: int) -> bytes:
    if not 0 <= argument <= LARGEST_INTEGER:
        raise CborError("holds a number that is negative or above 2^53-1")
    if argument < 24:
        return bytes([major << 5 | argument])
    info, width = next(form for form in _WIDTHS.items() if argument < 1 << 8 * form[1])
    return bytes([major << 5 | info]) + argument.to_bytes(width, "big")


def _write(value: Value, level: int) -> bytes:
    # bool is an int to Python, but not to the format
    if type(value) is int:
        return _head(_UNSIGNED, value)
    if isinstance(value, str):
        encoded = value.encode("utf-8")
        return _head(_TEXT, len(encoded)) + encoded
    if not isinstance(value, list | dict):
        raise CborError("holds a type that the format does not know")
    if level > DEEPEST:
        raise CborError(f"has more than {DEEPEST} levels")
    if isinstance(value, list):
        return _head(_ARRAY, len(value)) + b"".join(_write(part, level + 1) for part in value)
    if any(type(key) is not int for key in value):
        raise CborError("holds a key that is not a number")
    # for unsigned keys in shortest form numeric order is the order of the encoded bytes
    pairs = (_head(_UNSIGNED, key) + _write(value[key], level + 1) for key in sorted(value))
    return _head(_MAP, len(value)) + b"".join(pairs)


def loads(data: bytes) -> Value:
    """The value that `data` spells; `dumps` gives the same bytes again.

    Raises:
        CborError: not this subset, not the shortest form, keys unsorted or twice, bytes missing or left over.
    """
    reader = _Reader(data)
    value = reader.value(level=1)
    if reader.at != len(data):
        raise CborError("has bytes after its end")
    return value


class _Reader:
    """A place in the bytes that moves on as they are read."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def take(self, count: int) -> bytes:
        if count > len(self.data) - self.at:
            raise CborError("ends too early")
        self.at += count
        return self.data[self.at - count : self.at]

    def head(self) -> tuple[int, int]:
        major, info = divmod(self.take(1)[0], 32)
        if info < 24:
            return major, info
        if info not in _WIDTHS:
            raise CborError("has an open or reserved length")
        argument = int.from_bytes(self.take(_WIDTHS[info]), "big")
        # what fits the next shorter form must use it
        if argument < (24 if info == 24 else 1 << 4 * _WIDTHS[info]):
            raise CborError("is not in the shortest form")
        if argument > LARGEST_INTEGER:
            raise CborError("holds a number above 2^53-1")
        return major, argument

    def value(self, level: int) -> Value:
        major, argument = self.head()
        if major == _UNSIGNED:
            return argument
        if major == _TEXT:
            return self.text(argument)
        if major not in (_ARRAY, _MAP):
            raise CborError("holds a type that the format does not know")
        if level > DEEPEST:
            raise CborError(f"has more than {DEEPEST} levels")
        if major == _MAP:
            return self.map(argument, level)
        return [self.value(level + 1) for _ in range(argument)]

    def text(self, length: int) -> str:
        try:
            return self.take(length).decode("utf-8")
        except UnicodeDecodeError as error:
            raise CborError("holds text that is not UTF-8") from error

    def map(self, size: int, level: int) -> dict[int, Value]:
        found: dict[int, Value] = {}
        last = -1
        for _ in range(size):
            major, key = self.head()
            if major != _UNSIGNED:
                raise CborError("holds a key that is not a number")
            if key <= last:
                raise CborError("has keys twice or out of order")
            found[key] = self.value(level + 1)
            last = key
        return found
