"""The pages for people: three doors, the card's form and its review, the viewer, guidance.

A posted profile lives as long as its request.  Between form, review and download it travels in the page
itself, so that nothing has to be stored here.
"""

from collections.abc import Mapping
from http import HTTPStatus
from io import BytesIO
from typing import Any

from flask import Blueprint, Flask, Response, abort, current_app, render_template, request, send_file

from idcard.card import card_pdf
from idcard.config import Settings, is_demo
from idcard.errors import DoesNotFit, IdcardError, ProfileError, SymbolTooFine, UnreadableFile
from idcard.pdf.sheet import PAPERS
from idcard.profile import Profile, build_profile, load_profile
from idcard.service import forms, present
from idcard.service.assets import Asset
from idcard.service.security_txt import security_txt
from idcard.service.uploads import open_upload
from idcard.service.viewer_data import viewer_data
from idcard.wording import partial_date_words

bp = Blueprint("web", __name__)

Answer = Response | str | tuple[str, int]
REFUSED = HTTPStatus.UNPROCESSABLE_ENTITY
# Names without the person's, because a download's name is shown to whoever looks over the shoulder.
PDF_NAME, ANSWERS_NAME = "baclofen-pump-card.pdf", "baclofen-pump-card-answers.json"
FORM_REFUSALS = (ProfileError, SymbolTooFine, DoesNotFit)


def freeze(app: Flask) -> None:
    """Make the pages that are the same for everybody, once; they are sent as they are, compressed."""
    with app.test_request_context():
        help_now = present.emergency()
        app.extensions["pumpcard-pages"] = {
            path: Asset.of(render_template(template, **values).encode(), "text/html")
            for path, template, values in (
                ("/", "doors.html", {"demo": is_demo(_settings().base_url)}),
                ("/emergency", "emergency.html", help_now),
                ("/guide", "guide.html", help_now),
                ("/c", "viewer.html", {**help_now, "wording": viewer_data()}),
            )
        }


@bp.get("/")
@bp.get("/emergency")
@bp.get("/guide")
@bp.get("/c")
def frozen() -> Response:
    """A page that is the same for everybody; `/c` reads its card in the browser."""
    page: Asset = current_app.extensions["pumpcard-pages"][request.path]
    return page.response()


@bp.get("/card")
def empty_form() -> str:
    """The form with nothing in it."""
    return _form_page({})


@bp.post("/card")
def take_form() -> Answer:
    """The review of a card, or the form again: with what is wrong, to change something, from a file."""
    match request.form.get("do"):
        case "open":
            return _from_file()
        case "edit":
            return _form_page(forms.fill_form(_posted_profile().model_dump(mode="json"), _in_mg()))
        case "save":
            return _download(_posted_profile().to_json().encode(), "application/json", ANSWERS_NAME)
    filled = forms.read_form({name: values for name, values in request.form.lists() if name != "do"})
    try:
        return _review_page(build_profile(filled.data), filled.in_mg)
    except FORM_REFUSALS as error:
        return _form_page(filled.shown, present.field_errors(error)), REFUSED


@bp.post("/card.pdf")
def print_card() -> Answer:
    """The card as a PDF, or its review again with the questions that nobody answered."""
    paper, ticked = request.form.get("paper", "a4"), request.form.getlist("confirm")
    if paper not in PAPERS:
        abort(REFUSED, f"The paper must be one of {', '.join(PAPERS)}.")
    profile, in_mg = _posted_profile(), _in_mg()
    try:
        if any(doubt.id not in ticked for doubt in present.questions(profile, _today(), in_mg)):
            return _review_page(profile, in_mg, ticked=ticked, paper=paper), REFUSED
        pdf = card_pdf(profile, paper=paper, base_url=_settings().base_url, today=_today(), confirmed=ticked)
    except FORM_REFUSALS as error:
        fields = forms.fill_form(profile.model_dump(mode="json"), in_mg)
        return _form_page(fields, present.field_errors(error)), REFUSED
    return _download(pdf, "application/pdf", PDF_NAME)


def _from_file() -> Answer:
    file = request.files.get("open")
    try:
        opened = open_upload(file.read() if file else b"")
    except ProfileError as error:
        sentences = " ".join(f"{sentence}" for sentence in present.field_errors(error).values())
        return _form_page(
            {}, {"open": f"The file holds something that cannot be right. {sentences}"}
        ), REFUSED
    except UnreadableFile as error:
        return _form_page({}, {"open": str(error)}), REFUSED
    made_on = partial_date_words(opened.made_on) if opened.made_on else ""
    fields = forms.fill_form(opened.profile.model_dump(mode="json"))
    return _form_page(fields, notice={"made_on": made_on, "lost": opened.lost})


def _posted_profile() -> Profile:
    """The profile that travels in our own pages."""
    try:
        return load_profile(request.form.get("profile", ""))
    except IdcardError:
        # Our pages send what they were given; this one was altered, or cut on its way.
        abort(
            REFUSED,
            "The card did not arrive whole. Go back to the form and send it again. Nothing was printed.",
        )


def _in_mg() -> tuple[str, ...]:
    return tuple(path for path in forms.UNITS if path in request.form.getlist("in_mg"))


def _form_page(
    values: forms.Fields, errors: Mapping[str, str] | None = None, notice: Mapping[str, Any] | None = None
) -> str:
    return render_template(
        "card_form.html",
        values=values,
        errors=errors or {},
        notice=notice,
        label=present.label,
        first_roles=forms.FIRST_ROLES,
        rows={group: forms.rows(values, group) for group in forms.GROUPS},
        **present.choices(),
    )


def _review_page(
    profile: Profile, in_mg: tuple[str, ...], *, ticked: list[str] | None = None, paper: str = "a4"
) -> str:
    base_url = _settings().base_url
    return render_template(
        "card_review.html",
        review=present.review(profile, base_url=base_url, today=_today(), in_mg=in_mg),
        profile_json=profile.to_json(),
        in_mg=in_mg,
        ticked=ticked,
        paper=paper,
        papers=present.PAPERS,
        demo=is_demo(base_url),
        label=present.label,
    )


def _download(body: bytes, mimetype: str, name: str) -> Response:
    return send_file(BytesIO(body), mimetype=mimetype, as_attachment=True, download_name=name, etag=False)


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings


def _today() -> Any:
    return current_app.config["TODAY"]()


@bp.get("/healthz")
def healthy() -> dict[str, str]:
    """That the service answers; it stands on nothing else."""
    return {"status": "ok"}


@bp.get("/robots.txt")
def robots() -> Response:
    """No page here is for search engines."""
    return Response("User-agent: *\nDisallow: /\n", mimetype="text/plain")


@bp.get("/.well-known/security.txt")
def report_weakness() -> Response:
    """Where to report a weakness (RFC 9116); 404 where the host names nobody."""
    contact = _settings().security_contact
    if contact is None:
        abort(HTTPStatus.NOT_FOUND, "This host names no contact for reports of weaknesses.")
    return Response(security_txt(contact, _settings().base_url, _today()), mimetype="text/plain")
