"""A few names made for the tests, and the real ones built once into a folder of the run."""

import bz2
import pickle
from pathlib import Path

import pytest

from interactions.names import Names, default_names, resolve
from interactions.names.book import packed
from interactions.names.cache import FOLDER as CACHE
from interactions.names.clean import cleaned, load_corrections
from interactions.names.curated import load_curated, unique_sounds
from interactions.names.entry import Origin
from interactions.names.sites import FOLDER as SITES
from interactions.names.source import read_dictionary
from interactions.names.store import Store, pack
from interactions.names.words import default_words

SMALL = Path(__file__).parent / "small"

_DRUG = {"drugbank_id": "DB0", "medline_plus_id": "a0"}
SOURCE = {
    "drug_variant_to_canonical": {
        "omeprazole": ["omeprazole"],
        "losec": ["omeprazole"],
        "acetaminophen": ["acetaminophen"],
        "panadol": ["acetaminophen"],
        "dolovix": ["acetaminophen"],
        "ibuprofen": ["ibuprofen"],
        "nurofen": ["ibuprofen"],
        "nurofen cold": ["ibuprofen"],
        "oxycodone and stearic coat": ["omeprazole"],
        "omeprazole oral suspension": ["omeprazole"],
        "fluanxol": ["flupenthixol"],
        "flupenthixol": ["flupenthixol"],
        "insulin glargine": ["insulin glargine"],
        "insulin": ["insulin"],
        "stool softeners": ["stool softeners"],
        "colace": ["stool softeners"],
        "advair": ["fluticasone and salmeterol"],
        "fluticasone": ["fluticasone"],
        "salmeterol": ["salmeterol"],
        "date": ["omeprazole"],
        "teva": ["omeprazole"],
        "abpc": ["ampicillin"],
        "ampicillin": ["ampicillin"],
        "alpha": ["hepes"],
        "beta": ["pentoses"],
        "title=web&quot;": ["omeprazole"],
        "hydrochloride, ibuprofen": ["ibuprofen"],
        "aducanumab-avwa": ["aducanumab-avwa"],
        "sodium bicarbonate": ["sodium bicarbonate"],
        "calcium": ["calcium"],
        "nicotine patch": ["nicotine patch"],
        "nicotine": ["nicotine"],
        "caffeine": ["caffeine"],
        "co-losec": ["omeprazole"],
        "ring-a": ["ring-b"],
    },
    "drug_canonical_to_data": {
        "omeprazole": _DRUG,
        "acetaminophen": _DRUG,
        "ibuprofen": _DRUG,
        "flupenthixol": _DRUG,
        "insulin glargine": _DRUG,
        "fluticasone": _DRUG,
        "salmeterol": _DRUG,
        "ampicillin": {"drugbank_id": "DB1"},
        "stool softeners": {"medline_plus_id": "a1"},
        "fluticasone and salmeterol": {"medline_plus_id": "a2"},
        "nicotine patch": {"medline_plus_id": "a3"},
        "nicotine": _DRUG,
        "caffeine": _DRUG,
        "pentoses": {"mesh_id": "D1", "smiles": "C"},
        "hepes": {"mesh_id": "D2"},
        "aducanumab-avwa": {"medline_plus_id": "a4"},
        "sodium bicarbonate": _DRUG,
        "ring-b": {"medline_plus_id": "a5"},
    },
}


def write_source(path, content=SOURCE):
    """A data file like that of the general dictionary."""
    path.write_bytes(bz2.compress(pickle.dumps(content)))
    return path


@pytest.fixture(scope="session")
def entries(tmp_path_factory):
    """The small general dictionary after cleaning."""
    path = write_source(tmp_path_factory.mktemp("source") / "drugs.pkl.bz2")
    return cleaned(read_dictionary(path), load_corrections(), default_words())


@pytest.fixture(scope="session")
def names(entries):
    """Twenty substances, eleven products and a general dictionary of some names."""
    voices = unique_sounds((name, entry.substances) for name, entry in entries.items() if entry.ingredient)
    dictionary = Store(pack(entries, voices, {}), Origin.GENERAL)
    words = default_words()
    curated = Store(packed(load_curated(SMALL), words, dictionary), Origin.CURATED)
    return Names(curated, words, dictionary=dictionary)


@pytest.fixture(scope="session")
def read(names):
    """Reads a line with the small names."""
    return lambda text: resolve(text, names)


@pytest.fixture(scope="session")
def found(read):
    """The substances that a line names, with the small names."""
    return lambda text: {substance.name for substance in read(text).substances}


@pytest.fixture
def home(tmp_path, monkeypatch):
    """Folders of their own for the cache and the site's lists."""
    monkeypatch.setenv(CACHE, str(tmp_path / "cache"))
    monkeypatch.setenv(SITES, str(tmp_path / "site"))
    return tmp_path


@pytest.fixture(scope="session")
def real(tmp_path_factory):
    """The names that come with the project."""
    folder = tmp_path_factory.mktemp("names")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(CACHE, str(folder / "cache"))
        patch.setenv(SITES, str(folder / "site"))
        default_names.cache_clear()
        yield default_names()
        default_names.cache_clear()
