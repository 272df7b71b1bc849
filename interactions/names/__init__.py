"""From what people write to what they take.

`resolve` reads one line of a medication list; `split_lines` cuts a list into lines.  The names come from
the project's own tables, from a site's own lists (`sites`) and from a general dictionary (`general`).
"""

from interactions.names import general, sites
from interactions.names.book import Names, default_names
from interactions.names.entry import Entry, Meaning, Origin
from interactions.names.info import NamesInfo, info
from interactions.names.reader import resolve
from interactions.names.sites import ImportResult
from interactions.names.text import split_lines

__all__ = [
    "Entry",
    "ImportResult",
    "Meaning",
    "Names",
    "NamesInfo",
    "Origin",
    "default_names",
    "general",
    "info",
    "resolve",
    "sites",
    "split_lines",
]
