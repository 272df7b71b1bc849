"""The card's wire format, version 1: a profile as decimal digits for the symbol, and back.

    integer = big-endian( 0x01 | header | body | [key id 4 | signature 64] | CRC-32 of all before it )

header: bits 0-3 the version, 1; bit 5: a signature is there; every other bit is a newer version's.
body: one CBOR map of at most 600 bytes in the subset of `cbor`; its keys are in `payload_fields`.
The CRC (IEEE 802.3, big-endian) is last in every version and checked first: what is damaged says damaged,
whatever else it claims.  Frozen: printed cards cannot be changed.  `static/payload.js` reads the same, and
`tests/golden/payload` holds vectors for both.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from idcard.errors import PayloadError, ProfileError
from idcard.profile import Profile, build_profile
from idcard.text import clean_text
from idcard.wire import fields
from idcard.wire.cbor import CborError, Value, dumps, loads
from idcard.wire.codecs import CODECS, NewerError

MOST_DIGITS = 1500
MOST_BODY_BYTES = 600
FIRST_BYTE = 0x01  # keeps the zeros that may follow it
VERSION = 1
SIGNED = 0x20
KEY_ID_BYTES, SIGNATURE_BYTES, CRC_BYTES = 4, 64, 4
FIRST_CRITICAL_KEY = 128

_DIGITS = re.compile(r"[1-9][0-9]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class UnknownField:
    """Something on a card that this version does not know: where ("key 57", "contacts[0].role") and its value."""

    field: str
    value: Value


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed, as lower-case hex; this version reads it and does not check it."""

    key_id: str
    signature: str
    state: Literal["not checked"] = "not checked"


@dataclass(frozen=True, slots=True)
class Card:
    """What a symbol said.  `unknown_fields` are left out of `profile`."""

    profile: Profile
    made_on: date
    unknown_fields: tuple[UnknownField, ...] = ()
    signature: Signature | None = None


def _damaged() -> PayloadError:
    return PayloadError(
        "damaged",
        "The digits of this card are damaged or incomplete. Scan it again, or read the printed side.",
    )


def _newer() -> PayloadError:
    return PayloadError("newer", "This card was made by a newer version. Read the printed side.")


def _not_ours(reason: str) -> PayloadError:
    return PayloadError(
        "not_ours", f"This does not follow the rules of a pump card: it {reason}. Read the printed side."
    )


def encode(profile: Profile, *, made_on: date) -> str:
    """The decimal digits of a card; the same profile and day always give the same digits.

    Raises:
        ProfileError: the card would be too large, or holds a date before 1900; names the fields.
    """
    return str(int.from_bytes(to_bytes(profile, made_on=made_on), "big"))


def to_bytes(profile: Profile, *, made_on: date) -> bytes:
    """The bytes of an unsigned card, CRC and all; errors as `encode`."""
    body = dumps(_body(profile, made_on))
    if len(body) > MOST_BODY_BYTES:
        sentence = f"is among the longest parts of a card that is {len(body) - MOST_BODY_BYTES} bytes too large. Shorten it."
        raise ProfileError([(field, sentence) for field, _ in costs(profile, made_on=made_on)[:3]])
    return with_crc(bytes([FIRST_BYTE, VERSION]) + body)


def with_crc(data: bytes) -> bytes:
    """`data` and its CRC-32."""
    return data + zlib.crc32(data).to_bytes(CRC_BYTES, "big")


def costs(profile: Profile, *, made_on: date) -> list[tuple[str, int]]:
    """The bytes that each field takes on the card, the most expensive first."""
    body = _body(profile, made_on)
    sizes = [(fields.KEYS[key], len(dumps({key: value})) - 1) for key, value in body.items()]
    return sorted(sizes, key=lambda pair: -pair[1])


def _facts(profile: Profile, made_on: date) -> Iterator[tuple[int, Any]]:
    """What the profile holds for each key."""
    for key, path in fields.KEYS.items():
        found: Any = profile
        if key == fields.MADE_ON:
            found = made_on
        elif key == fields.PUMP:
            found = (profile.pump.model, profile.pump.other_model)
        else:
            for name in path.split("."):
                found = getattr(found, name)
        yield key, found


def _body(profile: Profile, made_on: date) -> dict[int, Value]:
    body: dict[int, Value] = {}
    for key, fact in _facts(profile, made_on):
        try:
            value = None if fact is None else CODECS[key].write(fact)
        except CborError as error:
            raise ProfileError([(fields.KEYS[key], str(error))]) from None
        if value is not None:
            body[key] = value
    return body


def decode(digits: str) -> Card:
    """The card that the digits of a symbol spell.

    Raises:
        PayloadError: damaged, of a newer version, or no card's; says what to do and nothing of the content.
    """
    if len(digits) > MOST_DIGITS:
        raise _not_ours(f"is longer than {MOST_DIGITS} digits")
    if not _DIGITS.fullmatch(digits):
        raise _not_ours("is not made of the digits 0 to 9 alone, the first of them not 0")
    number = int(digits)
    return from_bytes(number.to_bytes((number.bit_length() + 7) // 8, "big"))


def from_bytes(data: bytes) -> Card:
    """The card that bytes spell; errors as `decode`."""
    if len(data) <= CRC_BYTES or with_crc(data[:-CRC_BYTES]) != data:
        raise _damaged()
    if data[0] != FIRST_BYTE:
        raise _not_ours("begins in another way")
    if len(data) < 2 + CRC_BYTES or data[1] not in (VERSION, VERSION | SIGNED):
        raise _newer()
    body, signature = _split(data[2:-CRC_BYTES], signed=bool(data[1] & SIGNED))
    try:
        return _read_card(body, signature)
    except CborError as error:
        raise _not_ours(str(error)) from None
    except NewerError:
        raise _newer() from None
    except ProfileError as error:
        # the model's sentences are for whoever fills in a form, and some repeat a number
        raise _not_ours(f"says something that cannot be right in {error.problems[0][0]}") from None


def _split(content: bytes, *, signed: bool) -> tuple[bytes, Signature | None]:
    if not signed:
        return content, None
    body_bytes = len(content) - KEY_ID_BYTES - SIGNATURE_BYTES
    if body_bytes < 1:
        raise _not_ours("is too short for its signature")
    key_id, signature = content[body_bytes:][:KEY_ID_BYTES], content[body_bytes + KEY_ID_BYTES :]
    return content[:body_bytes], Signature(key_id.hex(), signature.hex())


def _read_card(content: bytes, signature: Signature | None) -> Card:
    if len(content) > MOST_BODY_BYTES:
        raise CborError(f"is larger than {MOST_BODY_BYTES} bytes")
    body = loads(content)
    if not isinstance(body, dict):
        raise CborError("is not a list of fields")
    _check_text(body)
    unknown: list[tuple[int, UnknownField]] = []
    facts = {key: _read_field(key, value, unknown) for key, value in body.items()}
    if fields.MADE_ON not in facts:
        raise CborError("does not say when it was made")
    made_on = facts.pop(fields.MADE_ON)
    profile = build_profile(_nested(facts))
    touched = {key for key, _ in unknown}
    _check_spelling(
        body, profile, made_on, touched | {fields.OTHER_MAKE} if fields.PUMP in touched else touched
    )
    return Card(profile, made_on, tuple(field for _, field in unknown), signature)


def _read_field(key: int, value: Value, unknown: list[tuple[int, UnknownField]]) -> Any:
    if key >= FIRST_CRITICAL_KEY or key == 0:
        raise NewerError
    if key not in CODECS:
        unknown.append((key, UnknownField(f"key {key}", value)))
        return None
    return CODECS[key].read(
        value, lambda place, part: unknown.append((key, UnknownField(fields.KEYS[key] + place, part)))
    )


def _nested(facts: dict[int, Any]) -> dict[str, Any]:
    """Facts by key as the data that `build_profile` takes."""
    data: dict[str, Any] = {}
    for key, fact in facts.items():
        if key not in fields.KEYS:
            continue
        *section, name = fields.KEYS[key].split(".")
        (data.setdefault(section[0], {}) if section else data)[name] = fact
    if fields.PUMP in facts:
        data["pump"] |= data["pump"]["model"]  # one value for two or three fields
    allergies = data.setdefault("allergies", {})
    allergies.setdefault("state", "listed" if allergies.get("items") else "not_recorded")
    return data


def _check_text(value: Value) -> None:
    """Refuses text that people did not type through the form, known field or not."""
    if isinstance(value, str):
        try:
            unchanged = not value or clean_text(value) == value
        except ValueError:
            unchanged = False
        if not unchanged:
            raise CborError("holds text that is not plain")
    elif not isinstance(value, int):
        for part in value.values() if isinstance(value, dict) else value:
            _check_text(part)


def _check_spelling(body: dict[int, Value], profile: Profile, made_on: date, unknown: set[int]) -> None:
    """Refuses a card that the profile would be written differently for: one card, one spelling."""
    again = _body(profile, made_on)
    for key in (body.keys() | again.keys()) - unknown:
        if body.get(key) != again.get(key):
            raise CborError(f"spells {fields.KEYS[key]} in a way of its own")
