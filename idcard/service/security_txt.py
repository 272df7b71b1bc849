"""`/.well-known/security.txt`: where to report a weakness, RFC 9116."""

from datetime import date, timedelta

VALID_DAYS = 180  # section 2.5.5: at most a year is recommended


def security_txt(contact: str, base_url: str | None, today: date) -> str:
    """The file's text.

    Args:
        contact: a URI, "mailto:security@pump.example".
        base_url: where the service is reached; names the file's own address (section 2.5.2).
        today: the file expires some months after it.
    """
    lines = [
        f"Contact: {contact}",
        f"Expires: {today + timedelta(VALID_DAYS)}T00:00:00Z",
        "Preferred-Languages: en",
    ]
    if base_url:
        lines.append(f"Canonical: {base_url}/.well-known/security.txt")
    return "".join(f"{line}\n" for line in lines)
