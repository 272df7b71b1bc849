"""What names are loaded, from where, of which date and under which licence."""

from collections.abc import Mapping
from dataclasses import dataclass

from interactions.names import general, sites
from interactions.names.curated import load_curated
from interactions.names.general import GeneralInfo
from interactions.names.sites import ListInfo


@dataclass(frozen=True)
class NamesInfo:
    """Everything that a line is read with.

    Attributes:
        substances: substances of the table.
        names: curated names, every spelling counted.
        products: curated product rows by the kind of their basis.
        general: the general dictionary.
        lists: the site's own lists.
    """

    substances: int
    names: int
    products: Mapping[str, int]
    general: GeneralInfo
    lists: tuple[ListInfo, ...]


def info() -> NamesInfo:
    """What is loaded; builds nothing.

    Raises:
        TableError: a data file of the project cannot be used.
        NamesError: the general dictionary's data file or a list of the site cannot be used.
    """
    curated = load_curated()
    return NamesInfo(
        substances=len(curated.substances),
        names=len(curated.entries),
        products=curated.products,
        general=general.info(),
        lists=sites.infos(),
    )
