import pytest

from interactions.errors import NamesError
from interactions.names import Names, resolve, sites
from interactions.names.book import packed
from interactions.names.curated import load_curated
from interactions.names.entry import Origin
from interactions.names.store import Store
from interactions.names.words import default_words

HEADER = "name,ingredients,country,atc,basis\n"
GOOD = (
    HEADER + "Hausmischung,morphine;midazolam,DE,,pharmacy formulary\n"
    "Sedoplex,valerian,FR,N05CM09,register\n"
    "Sedoplex,doxylamine,ES,,register\n"
)


@pytest.fixture
def save(home):
    """Writes a list and gives its path."""

    def write(content, name="Our List 2026.csv"):
        path = home / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def _names():
    words = default_words()
    return Names(Store(packed(load_curated(), words), Origin.CURATED), words, lists=sites.load_lists())


def test_a_list_is_added_and_taken_back(save):
    """Its names are read after the import and unknown again after the removal."""
    result = sites.import_csv(save(GOOD))
    line = resolve("Hausmischung 10 mg", _names())

    assert (result.list_name, result.rows, result.names, result.replaced) == ("our-list-2026", 3, 2, 0)
    assert result.ambiguous == ("Sedoplex",)
    assert {found.name for found in line.substances} == {"morphine", "midazolam"}
    assert resolve("Sedoplex", _names()).meanings == ("valerian (FR)", "doxylamine (ES)")
    assert sites.remove("our-list-2026")
    assert not sites.remove("our-list-2026")
    assert resolve("Hausmischung", _names()).substances == ()


def test_importing_twice_changes_nothing(save):
    """The same list again leaves the very same file."""
    path = save(GOOD)
    sites.import_csv(path)
    kept = sites.folder() / "our-list-2026.names"
    first, written = kept.read_bytes(), kept.stat().st_mtime_ns
    again = sites.import_csv(path)

    assert (again.names, again.replaced) == (2, 2)
    assert (kept.read_bytes(), kept.stat().st_mtime_ns) == (first, written)


def test_a_new_edition_replaces_the_old_one(save):
    """A list of the same name takes the place of the earlier one."""
    sites.import_csv(save(GOOD))
    sites.import_csv(save(HEADER + "Neumix,ketamine,DE,,formulary\n"))

    assert [(each.name, each.names, each.basis) for each in sites.infos()] == [
        ("our-list-2026", 1, ("formulary",))
    ]


def test_a_dry_run_keeps_nothing(save):
    """It counts and reports, and no file is written."""
    result = sites.import_csv(save(GOOD), dry_run=True)

    assert (result.names, result.dry_run) == (2, True)
    assert sites.load_lists() == ()


def test_curated_names_stay_and_ordinary_words_never_become_names(save):
    """A collision with a curated name is reported and lost; so is an ordinary word."""
    result = sites.import_csv(
        save(
            HEADER
            + "Xanax,paracetamol,US,,list\nxanax,alprazolam,US,,list\nTablets,codeine,US,,list\nHope,tramadol,,,list\n"
        )
    )

    assert result.curated == ("Xanax",)
    assert result.blocked == ("Tablets", "Hope")
    assert result.names == 0
    assert [found.name for found in resolve("Xanax", _names()).substances] == ["alprazolam"]


def test_other_columns_and_orders_are_welcome(save):
    """The columns may stand in any order, with more beside them, after a byte-order mark."""
    content = (
        "\ufeffbasis,code,Name,ingredients,country,atc\r\nlist,1,Zorbex,codeine;paracetamol,de fr,\r\n\r\n"
    )
    sites.import_csv(save(content))
    entry = sites.load_lists()[0].get("zorbex")

    assert str(entry.meanings[0]) == "codeine + paracetamol (DE, FR)"


def test_spellings_become_the_tables_names(save):
    """An ingredient in another spelling still meets its caution."""
    sites.import_csv(save(HEADER + "Zorbex,Oxicodona,,,list\n"))

    assert sites.load_lists()[0].get("zorbex").substances == ("oxycodone",)


@pytest.mark.parametrize(
    ("content", "line", "problem"),
    [
        pytest.param(b"", 1, "column 'name' is missing", id="empty"),
        pytest.param(HEADER, 1, "no row", id="header alone"),
        pytest.param(
            "name,ingredients,country,basis\na,b,c,d\n", 1, "column 'atc' is missing", id="column missing"
        ),
        pytest.param(GOOD[:-20], 4, "columns|does not end", id="cut in the middle"),
        pytest.param(GOOD[:-1], 4, "does not end", id="cut before the line end"),
        pytest.param(GOOD + '"Zorbex,codeine,,,list\n', 5, "not CSV", id="open quote"),
        pytest.param(GOOD + "Zorbex,codeine,list\n", 5, "3 columns instead of 5", id="columns"),
        pytest.param(GOOD.encode("utf-16"), 1, "not UTF-8", id="UTF-16"),
        pytest.param(GOOD.encode("utf-16-le"), 1, "null byte", id="UTF-16 without mark"),
        pytest.param((GOOD + "Zörbex,codeine,,,list\n").encode("latin-1"), None, "not UTF-8", id="Latin-1"),
        pytest.param(GOOD + ",codeine,,,list\n", 5, "name", id="no name"),
        pytest.param(GOOD + "...,codeine,,,list\n", 5, "name", id="name without letters"),
        pytest.param(GOOD + "a b c d e f g h i,codeine,,,list\n", 5, "name", id="name too long"),
        pytest.param(GOOD + "Zorbex,codeine;,,,list\n", 5, "ingredients", id="hole in the ingredients"),
        pytest.param(GOOD + "Zorbex,co|deine,,,list\n", 5, "leave out", id="reserved sign"),
        pytest.param(GOOD + "Zorbex,codeine,Germany,,list\n", 5, "country", id="country"),
        pytest.param(GOOD + "Zorbex,codeine,DE,R05,list\n", 5, "atc", id="code"),
        pytest.param(GOOD + "Zorbex,codeine,DE,,\n", 5, "basis", id="no basis"),
    ],
)
def test_a_broken_list_imports_nothing_and_says_where(save, content, line, problem):
    """The error names file and line, and what was there before stays."""
    sites.import_csv(save(GOOD))
    before = (sites.folder() / "our-list-2026.names").read_bytes()

    with pytest.raises(NamesError, match=problem) as caught:
        sites.import_csv(save(content))
    assert "Our List 2026.csv" in str(caught.value)
    assert "nothing was imported" in str(caught.value)
    assert line is None or f"line {line}:" in str(caught.value)
    assert (sites.folder() / "our-list-2026.names").read_bytes() == before


def test_a_missing_file_is_told(home):
    """A path that is not there is told in words."""
    with pytest.raises(NamesError, match="cannot be read"):
        sites.import_csv(home / "nothing.csv")


def test_a_damaged_list_is_told_and_can_be_removed(save):
    """A list never goes missing in silence: reading refuses until it is imported again or removed."""
    sites.import_csv(save(GOOD))
    (sites.folder() / "our-list-2026.names").write_bytes(b"damaged")

    with pytest.raises(NamesError, match="import it again, or remove it"):
        sites.load_lists()
    assert sites.remove("our-list-2026")
    assert sites.load_lists() == ()


def test_a_damaged_list_can_be_imported_again(save):
    """The import that the error asks for works."""
    path = save(GOOD)
    sites.import_csv(path)
    (sites.folder() / "our-list-2026.names").write_bytes(b"damaged")

    assert sites.import_csv(path).names == 2
    assert len(sites.load_lists()) == 1


def test_a_folder_that_cannot_be_written_is_told(save, monkeypatch, home):
    """Where nothing can be kept the import says so and which setting helps."""
    path = save(GOOD)
    (home / "file").write_text("in the way", encoding="utf-8")
    monkeypatch.setenv(sites.FOLDER, str(home / "file"))

    with pytest.raises(NamesError, match=sites.FOLDER):
        sites.import_csv(path)
    assert sites.load_lists() == ()


@pytest.mark.parametrize("name", ["../other", "", "a/b", ".names", "A"])
def test_only_a_lists_name_is_removed(home, name):
    """No path gets into the removal."""
    with pytest.raises(NamesError, match="no name of a list"):
        sites.remove(name)


def test_what_cannot_be_read_or_removed_is_told(home):
    """A folder in the place of a list is told, by reading and by removing."""
    (sites.folder() / "odd.names").mkdir(parents=True)

    with pytest.raises(NamesError, match="cannot be read"):
        sites.load_lists()
    with pytest.raises(NamesError, match="cannot be removed"):
        sites.remove("odd")
