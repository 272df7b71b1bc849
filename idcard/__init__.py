"""The wallet card of a person with an intrathecal baclofen pump, and the service that makes it.

profile = load_profile(text)
pdf = card_pdf(profile, base_url="https://pump.example")
card = decode(encode(profile))
"""

from datetime import date

from idcard import payload
from idcard.card import card_pdf
from idcard.payload import Card, decode
from idcard.profile import Profile, load_profile

__all__ = ["Card", "Profile", "card_pdf", "decode", "encode", "load_profile"]


def encode(profile: Profile, *, made_on: date | None = None) -> str:
    """The digits of a card; without a day, of one made today.

    Raises:
        ProfileError: the card would be too large; names the fields.
    """
    return payload.encode(profile, made_on=made_on or date.today())
