"""Words for messages that organisers write instead of the built-in ones: checked, versioned, released by a second."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.errors import Invalid, StateRefused
from congress.foundation.i18n import _, in_language
from congress.foundation.places import complaint, filled, places_in, unknown_places
from congress.notifications.errors import ChangedMeanwhile, NoSuchKind, OwnWords
from congress.notifications.kinds import FIELDS, Kind, Text, known_kinds
from congress.notifications.models import SmsTemplate, Wording
from congress.notifications.queries import sms_templates, wording_in_use, wordings_of
from congress.notifications.states import TemplateState


def kind_by_key(key: str) -> Kind:
    """Raises NoSuchKind."""
    kind = known_kinds().get(key)
    if kind is None:
        raise NoSuchKind
    return kind


def words_of(kind: Kind, wording: Wording | None) -> dict[str, str]:
    """Every text of a kind in both languages, with places: as written, or as built in."""
    return {name: (wording and getattr(wording, name)) or text for name, text in kind.built_in_words().items()}


def in_own_words(session: Session, text: Text, language: str) -> Text:
    """The same message in the words that are in use for its kind."""
    if text.kind is None:
        return text
    wording = wording_in_use(session, text.kind.key)
    if wording is None:
        return text
    said = {name: getattr(wording, f"{name}_{language}") for name in FIELDS}
    subject, long, short = (filled(said[name], text.values) if said[name] else getattr(text, name) for name in FIELDS)
    return Text(subject, long, short, kind=text.kind, values=text.values)


def save_wording(session: Session, kind: Kind, words: Mapping[str, str], *, by: Actor, now: datetime) -> Wording:
    """A new version, to be released by somebody else; a text like the built-in one is kept as none.

    Raises:
        Invalid: a text has a place that nothing can be put into, or lost one that it is sent for.
    """
    built_in = kind.built_in_words()
    words = {name: "" if text.strip() == built_in[name].strip() else text for name, text in words.items()}
    _check_places(kind, words)
    version = next((one.version for one in wordings_of(session, kind.key)), 0) + 1
    wording = Wording(kind=kind.key, version=version, written_by=_user(by), written_at=now, **words)
    session.add(wording)
    record(session, by, "wording.saved", "message_kind", kind.key, now=now, version=version)
    return wording


def _check_places(kind: Kind, words: Mapping[str, str]) -> None:
    errors = []
    for field, text in words.items():
        name, _bar, language = field.rpartition("_")
        with in_language(language):
            known, needed = kind.places(name), kind.needed(name)
        errors += [{"field": field, "message": complaint(place, known)} for place in unknown_places(text, known)]
        errors += [
            {"field": field, "message": str(_("{%(place)s} must stay in this text.", place=place))}
            for place in needed
            if text and place not in places_in(text)
        ]
    if errors:
        raise Invalid(errors=errors)


def _user(by: Actor) -> int:
    if by.user_id is None:
        raise ValueError("Words are written and released by somebody.")
    return by.user_id


def restore_built_in(session: Session, kind: Kind, *, by: Actor, now: datetime) -> Wording:
    """The built-in words once more, as a version that somebody else releases too."""
    return save_wording(session, kind, kind.built_in_words(), by=by, now=now)


def release_wording(session: Session, kind: Kind, version: int | None, *, by: Actor, now: datetime) -> None:
    """Let the newest version be used from now on, as it was read by somebody who did not write it.

    Raises:
        StateRefused: nothing waits.
        ChangedMeanwhile: another version has been written since.
        OwnWords: the same person wrote it.
    """
    newest = next(iter(wordings_of(session, kind.key)), None)
    if newest is None or newest.released_at is not None:
        raise StateRefused
    if newest.version != version:
        raise ChangedMeanwhile
    if newest.written_by == by.user_id:
        raise OwnWords
    newest.released_by, newest.released_at = _user(by), now
    record(session, by, "wording.released", "message_kind", kind.key, now=now, version=version)


def short_text(session: Session, kind: Kind, language: str) -> str:
    """What goes by SMS in a language, with its places."""
    return words_of(kind, wording_in_use(session, kind.key))[f"short_{language}"]


def note_sms_template(
    session: Session, kind: Kind, language: str, facts: Mapping[str, str], *, by: Actor, now: datetime
) -> SmsTemplate:
    """Write down how the operator stands to the text that is in use now: `{signature, number, state, reason}`.

    Raises:
        Invalid: the state does not follow from the present one, or an approval has no number, a refusal no reason.
    """
    text, state = short_text(session, kind, language), TemplateState(facts["state"])
    _check_sms(facts, state)
    template = sms_templates(session, kind.key).get((kind.key, language))
    if template is None:
        template = SmsTemplate(kind=kind.key, language=language, text=text, state=TemplateState.DRAFT)
        session.add(template)
    if (template.text, template.signature) != (text, facts["signature"]):
        # what the operator decided was about other words
        template.state = TemplateState.DRAFT
    if state != template.state and not template.may_become(state):
        raise Invalid.field("state", _("That does not follow from how it stands: a text is submitted first."))
    template.text, template.state = text, state
    template.signature, template.number, template.reason = facts["signature"], facts["number"], facts["reason"]
    template.changed_by, template.changed_at = _user(by), now
    record(session, by, "sms_template.noted", "message_kind", kind.key, now=now, language=language, state=state)
    return template


def _check_sms(facts: Mapping[str, str], state: TemplateState) -> None:
    if state == TemplateState.APPROVED and not facts["number"]:
        raise Invalid.field("number", _("An approved template has a number."))
    if state == TemplateState.REFUSED and not facts["reason"]:
        raise Invalid.field("reason", _("Please write down why the operator refused it."))
