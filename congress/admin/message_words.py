"""The words of messages in the console: what holds, how a person reads it, and what the operator says to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from congress.accounts.permissions import is_organiser
from congress.accounts.queries import user_by_id
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import DomainError
from congress.foundation.forms import submitted
from congress.foundation.i18n import LANGUAGES, LazyString, _, _l, in_language, pick
from congress.foundation.pages import flash_done, local_time, public_link
from congress.foundation.places import filled, places_in
from congress.notifications.forms import ReleaseForm, SmsTemplateForm, WeChatTemplateForm, WordingForm
from congress.notifications.kinds import FIELDS, Kind, known_kinds
from congress.notifications.models import SmsTemplate, Wording
from congress.notifications.queries import (
    newest_wordings,
    sms_templates,
    wechat_template,
    wording_in_use,
    wordings_of,
)
from congress.notifications.rules import sms_parts
from congress.notifications.states import KIND_NAMES, TEMPLATE_NAMES
from congress.notifications.wechat_links import may_go_by_wechat, note_wechat_template
from congress.notifications.wordings import (
    kind_by_key,
    note_sms_template,
    release_wording,
    restore_built_in,
    save_wording,
    short_text,
    words_of,
)
from congress.programme.queries import the_congress
from congress.registration.models import Registration
from congress.registration.queries import find_registration, first_registrations, registration_by_code

blueprint = Blueprint("message_words", __name__)
LANGUAGE_NAMES: Mapping[str, LazyString] = {"zh": _l("In Chinese"), "en": _l("In English")}
FIELD_NAMES: Mapping[str, LazyString] = {
    "subject": _l("Subject"),
    "long": _l("Mail"),
    "short": _l("Text message"),
}
EXAMPLE_CODE = "123456"


def about(kind: Kind) -> str:
    """The part of the business that a kind speaks of."""
    return str(KIND_NAMES[kind.key.partition(".")[0]])


@blueprint.get("/console/message-words")
@requires(is_organiser)
def words() -> ResponseReturnValue:
    with reading() as session:
        newest, templates = newest_wordings(session), sms_templates(session)
        return render_template(
            "admin/message_words.html",
            kinds=list(known_kinds().values()), about=about, newest=newest, templates=templates,
            template_names=TEMPLATE_NAMES, languages=LANGUAGE_NAMES,
            has_gateway=current_app.extensions["settings"].sms_gateway_url is not None,
        )  # fmt: skip


@blueprint.get("/console/message-words/<message_kind>")
@requires(is_organiser)
def one(message_kind: str) -> ResponseReturnValue:
    return _page(kind_by_key(message_kind))


def _page(
    kind: Kind,
    sent: tuple[str, SmsTemplateForm] | None = None,
    status: int = 200,
    wechat: WeChatTemplateForm | None = None,
) -> ResponseReturnValue:
    code = (request.args.get("code") or "").strip().upper()[:10]
    with reading() as session:
        versions = wordings_of(session, kind.key)
        in_use = wording_in_use(session, kind.key)
        waiting = versions[0] if versions and versions[0].released_at is None else None
        person = _whose(session, code)
        page = render_template(
            "admin/message_words_one.html",
            kind=kind, about=about(kind), versions=versions, in_use=in_use, waiting=waiting, code=code, person=person,
            names=_names(session, versions), own=waiting is not None and waiting.written_by == current_actor().user_id,
            previews=[_preview(kind, waiting or in_use, each, person) for each in LANGUAGES],
            operators=[_at_operator(session, kind, each, sent) for each in LANGUAGES],
            languages=LANGUAGE_NAMES, template_names=TEMPLATE_NAMES, field_names=FIELD_NAMES,
            changed=_changed(kind, in_use, waiting), may_go_by_wechat=may_go_by_wechat(kind),
            wechat=wechat or _at_wechat(session, kind),
            has_wechat=current_app.extensions["settings"].wechat_app_id is not None,
        )  # fmt: skip
    return page, status


def _whose(session: Session, code: str) -> Registration | None:
    """Whom the preview shows: the one of the code, else the first who is registered."""
    congress = the_congress(session)
    if not code:
        return next(iter(first_registrations(session, congress.id, 1)), None)
    known = find_registration(session, congress.id, code)
    return registration_by_code(session, congress.id, code) if known else None


def _names(session: Session, versions: Sequence[Wording]) -> dict[int, str]:
    ids = {user for one in versions for user in (one.written_by, one.released_by) if user}
    return {user: found.name for user in ids if (found := user_by_id(session, user))}


@dataclass(frozen=True)
class Preview:
    """A kind as one person reads it in one language."""

    language: str
    subject: str
    long: str
    short: str

    @property
    def parts(self) -> int:
        return sms_parts(self.short)


def _preview(kind: Kind, wording: Wording | None, language: str, person: Registration | None) -> Preview:
    texts = words_of(kind, wording)
    with in_language(language):
        said = {name: _filled_for(kind, texts[f"{name}_{language}"], person) for name in FIELDS}
    return Preview(language, **said)


def _filled_for(kind: Kind, text: str, person: Registration | None) -> str:
    """With the person's own values; what hangs on an event stands as its place in pointed brackets."""
    values = {place: f"‹{place}›" for place in places_in(text)}
    return filled(text, values | (_values_of(kind, person) if person else {}))


def _values_of(kind: Kind, person: Registration) -> dict[str, str]:
    soon = local_time(clock.now() + timedelta(days=1))
    values = {
        "name": person.name,
        "congress": pick(person.congress.title_zh, person.congress.title_en),
        # a code that lets somebody in is nobody's to see
        "code": person.code if kind.key.startswith("registration.") else EXAMPLE_CODE,
        "link": public_link("me.me"),
        "until": soon,
    }
    forums = [held.forum for held in person.holdings]
    if forums:
        title, when = pick(forums[0].title_zh, forums[0].title_en), local_time(forums[0].starts_at)
        values |= {"forum": title, "title": title, "time": when}
    return values


@dataclass(frozen=True)
class AtOperator:
    """One text message as the operator knows it, beside what is in use."""

    language: str
    text: str
    template: SmsTemplate | None
    form: SmsTemplateForm

    @property
    def is_for_other_words(self) -> bool:
        return self.template is not None and self.template.text != self.text


def _at_operator(session: Session, kind: Kind, language: str, sent: tuple[str, SmsTemplateForm] | None) -> AtOperator:
    template = sms_templates(session, kind.key).get((kind.key, language))
    with in_language(language):
        text = short_text(session, kind, language)
    if sent is not None and sent[0] == language:
        form = sent[1]
    else:
        form = SmsTemplateForm(formdata=None, obj=template, prefix=f"{language}-")
    return AtOperator(language, text, template, form)


def _at_wechat(session: Session, kind: Kind) -> WeChatTemplateForm:
    template = wechat_template(session, kind.key)
    lines = [f"{field} = {{{place}}}" for field, place in template.fields.items()] if template else []
    number = template.number if template else ""
    return WeChatTemplateForm(formdata=None, data={"number": number, "lines": "\n".join(lines)}, prefix="wechat-")


def _changed(kind: Kind, in_use: Wording | None, waiting: Wording | None) -> list[tuple[str, str, str, str]]:
    """What the waiting version changes: field, language, before, after."""
    if waiting is None:
        return []
    before, after = words_of(kind, in_use), words_of(kind, waiting)
    return [
        (name, language, before[field], after[field])
        for language in LANGUAGES
        for name in FIELDS
        if before[field := f"{name}_{language}"] != after[field]
    ]


@blueprint.get("/console/message-words/<message_kind>/edit")
@requires(is_organiser)
def edit(message_kind: str) -> ResponseReturnValue:
    found = kind_by_key(message_kind)
    with reading() as session:
        newest = next(iter(wordings_of(session, found.key)), None)
        return _edit_page(found, WordingForm(formdata=None, data=words_of(found, newest)))


def _edit_page(kind: Kind, form: WordingForm, status: int = 200) -> ResponseReturnValue:
    form.tell_places(kind)
    return render_template("admin/message_words_edit.html", kind=kind, form=form), status


@blueprint.post("/console/message-words/<message_kind>/edit")
@requires(is_organiser)
def change(message_kind: str) -> ResponseReturnValue:
    found, form = kind_by_key(message_kind), WordingForm()
    if not submitted(form):
        return _edit_page(found, form, 422)
    try:
        with unit_of_work() as session:
            save_wording(session, found, form.words(), by=current_actor(), now=clock.now())
    except DomainError as error:
        form.show(error)
        return _edit_page(found, form, error.status)
    return _saved(found)


def _saved(kind: Kind) -> ResponseReturnValue:
    flash_done(_("Saved as a draft; somebody else can release it."))
    return redirect(url_for("message_words.one", message_kind=kind.key))


@blueprint.post("/console/message-words/<message_kind>/restore")
@requires(is_organiser)
def restore(message_kind: str) -> ResponseReturnValue:
    found = kind_by_key(message_kind)
    with unit_of_work() as session:
        restore_built_in(session, found, by=current_actor(), now=clock.now())
    return _saved(found)


@blueprint.post("/console/message-words/<message_kind>/release")
@requires(is_organiser)
def release(message_kind: str) -> ResponseReturnValue:
    found, form = kind_by_key(message_kind), ReleaseForm()
    version = form.version.data if submitted(form) else None
    with unit_of_work() as session:
        release_wording(session, found, version, by=current_actor(), now=clock.now())
    flash_done(_("Released: messages are written in these words from now on."))
    return redirect(url_for("message_words.one", message_kind=message_kind))


@blueprint.post("/console/message-words/<message_kind>/sms/<any(zh,en):lang>")
@requires(is_organiser)
def operator(message_kind: str, lang: str) -> ResponseReturnValue:
    """How the operator stands to the text that is in use."""
    found, form = kind_by_key(message_kind), SmsTemplateForm(prefix=f"{lang}-")
    if not submitted(form):
        return _page(found, (lang, form), 422)
    try:
        with unit_of_work() as session:
            note_sms_template(session, found, lang, form.facts(), by=current_actor(), now=clock.now())
    except DomainError as error:
        form.show(error)
        return _page(found, (lang, form), error.status)
    flash_done(_("Saved."))
    return redirect(url_for("message_words.one", message_kind=message_kind))


@blueprint.post("/console/message-words/<message_kind>/wechat")
@requires(is_organiser)
def wechat(message_kind: str) -> ResponseReturnValue:
    """Which template of the official account says it."""
    found, form = kind_by_key(message_kind), WeChatTemplateForm(prefix="wechat-")
    if not submitted(form):
        return _page(found, wechat=form, status=422)
    try:
        with unit_of_work() as session:
            note_wechat_template(
                session, found, form.number.data, form.lines.data, by=current_actor(), now=clock.now()
            )  # fmt: skip
    except DomainError as error:
        form.show(error)
        return _page(found, wechat=form, status=error.status)
    flash_done(_("Saved."))
    return redirect(url_for("message_words.one", message_kind=message_kind))
