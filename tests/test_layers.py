"""Who may import whom.  Read from the syntax trees, so that a late import inside a function counts too."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def modules(package: str) -> list[Path]:
    """Every module of a package."""
    return sorted((ROOT / package).rglob("*.py"))


def imported(path: Path) -> set[str]:
    """The dotted names that a module imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def users(package: str, library: str) -> set[str]:
    """The modules of a package that import a library."""
    return {
        path.relative_to(ROOT).as_posix()
        for path in modules(package)
        if any(name == library or name.startswith(f"{library}.") for name in imported(path))
    }


def test_the_tree_is_there():
    """The rules below are about real modules."""
    assert len(modules("idcard")) > 10
    assert len(modules("interactions")) > 10


def test_interactions_never_imports_idcard():
    """The checker stands alone."""
    assert users("interactions", "idcard") == set()


def test_core_modules_never_import_flask():
    """Only the edges know of the web."""
    assert users("interactions", "flask") == {"interactions/web.py"}
    assert all(
        path in ("idcard/app.py", "idcard/web.py") or path.startswith("idcard/service/")
        for path in users("idcard", "flask")
    )


@pytest.mark.parametrize(
    ("library", "allowed"),
    [
        pytest.param("qrcode", {"idcard/symbol.py"}, id="symbols"),
        pytest.param("phonenumbers", {"idcard/text.py"}, id="phone numbers"),
    ],
)
def test_a_library_has_one_user(library, allowed):
    """Replacing a library touches one module."""
    assert users("idcard", library) == allowed


@pytest.mark.parametrize("library", ["reportlab", "pypdfium2", "zxingcpp"])
def test_pdf_libraries_stay_in_the_pdf_package(library):
    """Replacing the PDF library touches one package."""
    found = users("idcard", library)

    assert found
    assert all(path.startswith("idcard/pdf/") for path in found)


def test_idcard_uses_only_public_names_of_interactions():
    """The card relies on what the checker promises, not on how it works."""
    inner = {
        (path.name, name)
        for path in modules("idcard")
        for name in imported(path)
        if name.startswith("interactions.") and name.count(".") > 1
    }

    assert inner == {("app.py", "interactions.web.bp")}
