"""The words of the wallet card's "careful with" line, from the table that the checker uses."""

from interactions.table import Table, default_table


def careful_with(table: Table | None = None) -> list[tuple[str, str]]:
    """The classes that the card names, worst first, each as (word, note); the note is "" for most.

    Two classes may share a word; it comes once, where the worse of them stands.

    Args:
        table: None for the table in use, overlay included.

    Raises:
        TableError: the table cannot be used.
    """
    table = table or default_table()
    groups = [group for group in table.classes.values() if group.card]
    groups.sort(key=lambda group: table.plain[group.id].severity.rank)
    words: dict[str, str] = {}
    for group in groups:
        word = group.card or ""
        words[word] = words.get(word) or group.card_note or ""
    return list(words.items())
