import gzip

import pytest

from idcard.service.assets import PACKAGE, Asset, templates_folder


def address(client):
    """Where a page finds its sheet."""
    page = client.get("/").get_data(as_text=True)
    return page.split('rel="stylesheet" href="')[1].split('"')[0]


def test_the_sheet_is_small():
    """It is on the way of everybody who needs help."""
    assert len((PACKAGE / "static" / "app.css").read_bytes()) <= 6144


def test_a_page_names_its_sheet_by_hash(client):
    """So it may be kept for ever."""
    answer = client.get(address(client))

    assert answer.status_code == 200
    assert answer.mimetype == "text/css"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_the_compressed_body_is_the_same(client):
    """Whoever takes gzip gets it; what comes out is the file."""
    plain = client.get(address(client))
    packed = client.get(address(client), headers={"Accept-Encoding": "gzip, br"})

    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"
    assert gzip.decompress(packed.data) == plain.data


@pytest.mark.parametrize("accepts", ["identity", "gzip;q=0", "br"])
def test_who_does_not_take_gzip_gets_none(client, accepts):
    """A refusal is a refusal."""
    assert "Content-Encoding" not in client.get("/emergency", headers={"Accept-Encoding": accepts}).headers


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("/static/000000000000/app.css", id="another hash"),
        pytest.param("/static/000000000000/none.css", id="no such file"),
        pytest.param("/static/000000000000/../app.py", id="outside"),
        pytest.param("/static/app.css", id="no hash"),
    ],
)
def test_nothing_else_is_served(client, path):
    """An old page never gets a new file."""
    assert client.get(path).status_code == 404


def test_scripts_have_their_type(client):
    """With nosniff a wrong type is no script."""
    page = client.get("/c").get_data(as_text=True)
    scripts = [part.split('"')[0] for part in page.split('<script src="')[1:]]

    assert scripts
    assert {client.get(script).mimetype for script in scripts} == {"text/javascript"}


def test_the_same_body_gives_the_same_asset():
    """Compressed at another time too."""
    assert Asset.of(b"a" * 100, "text/plain") == Asset.of(b"a" * 100, "text/plain")


def test_templates_are_found(tmp_path, monkeypatch):
    """Beside the package in a checkout, inside it in a wheel."""
    assert (templates_folder() / "base.html").is_file()
    (tmp_path / "idcard" / "templates").mkdir(parents=True)
    monkeypatch.setattr("idcard.service.assets.PACKAGE", tmp_path / "idcard")

    assert templates_folder() == tmp_path / "idcard" / "templates"
