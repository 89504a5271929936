"""What organisers, proposers, reviewers and speakers type; the shape only."""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, DateTimeLocalField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, NumberRange, Regexp, ValidationError

from congress.accounts.addresses import normal_email, read_address
from congress.calls.actions import Named
from congress.calls.models import Proposal, TopicCall
from congress.calls.rules import HIGHEST, LOWEST, Criterion
from congress.foundation.forms import BaseForm, LineField, NumberField, ParagraphsField, at_most
from congress.foundation.i18n import _, _l, pick
from congress.programme.forms import NEEDED, SLUG
from congress.programme.states import KIND_NAMES, Kind
from congress.registration.forms import printable

KINDS = [SelectChoice(kind.value, KIND_NAMES[kind]) for kind in (Kind.TALK, Kind.PANEL, Kind.SIGNING, Kind.VISIT)]
MOST_SPEAKERS, MOST_CRITERIA, MOST_WEIGHT, MOST_REVIEWERS = 12, 10, 100, 50
PARTS_OF_SPEAKER = 4


def _cells(line: str) -> list[str]:
    """What stands between commas of either kind."""
    return [cell.strip() for cell in line.replace("，", ",").split(",")]


def _lines(field: Any) -> list[str]:
    return [line for line in (field.data or "").split("\n") if line.strip()]


class CallForm(BaseForm):
    """A call for topics."""

    slug = LineField(
        _l("Short name"),
        [DataRequired(NEEDED), Regexp(SLUG, message=_l("Small letters, digits and hyphens are expected."))],
        description=_l("It stands in addresses; small letters, digits and hyphens."),
    )
    title_zh = LineField(_l("Title in Chinese"), [DataRequired(NEEDED), at_most(200)])
    title_en = LineField(_l("Title in English"), [at_most(200)])
    text_zh = ParagraphsField(_l("Text in Chinese"), [at_most(5000)])
    text_en = ParagraphsField(_l("Text in English"), [at_most(5000)])
    track = SelectField(_l("Track"), choices=[])
    opens_at = DateTimeLocalField(_l("Opens"), [InputRequired(NEEDED)])
    closes_at = DateTimeLocalField(_l("Closes"), [InputRequired(NEEDED)])
    criteria = ParagraphsField(
        _l("What is judged"), [DataRequired(NEEDED), at_most(2000)],
        description=_l("One a line: Chinese, English, weight."),
    )  # fmt: skip
    reviewers = ParagraphsField(
        _l("Reviewers"), [at_most(5000)], description=_l("One address of an account a line.")
    )  # fmt: skip

    def offer(self, tracks: Sequence[tuple[str, str]]) -> None:
        none = SelectChoice("", str(_l("For everybody")))
        self.track.choices = [none, *(SelectChoice(slug, title) for slug, title in tracks)]

    def validate_criteria(self, field: Any) -> None:
        lines = [_cells(line) for line in _lines(field)]
        if not 1 <= len(lines) <= MOST_CRITERIA or any(len(line) != len(("zh", "en", "weight")) for line in lines):
            raise ValidationError(_("One to ten lines are expected: Chinese, English, weight."))
        for *_names, weight in lines:
            if not (weight.isascii() and weight.isdigit()) or not 1 <= int(weight[:4]) <= MOST_WEIGHT:
                raise ValidationError(_("A weight is a whole number from 1 to 100."))

    def validate_reviewers(self, field: Any) -> None:
        if len(_lines(field)) > MOST_REVIEWERS:
            raise ValidationError(_("At most 50 reviewers."))

    def judged(self) -> list[Criterion]:
        return [Criterion(zh, en, int(weight)) for zh, en, weight in map(_cells, _lines(self.criteria))]

    def addresses(self) -> list[str]:
        return [line.strip().lower() for line in _lines(self.reviewers)]

    def fill(self, call: TopicCall) -> None:
        self.track.data = call.track.slug if call.track else ""
        self.criteria.data = "\n".join(f"{one.zh}, {one.en}, {one.weight}" for one in call.judged)
        self.reviewers.data = "\n".join(user.email or user.phone or "" for user in call.reviewers)


class ProposalForm(BaseForm):
    """A topic, and who stands behind it."""

    title_zh = LineField(_l("Topic in Chinese"), [DataRequired(NEEDED), at_most(200), printable])
    title_en = LineField(_l("Topic in English"), [at_most(200), printable])
    kind = SelectField(_l("Kind"), choices=KINDS)
    abstract = ParagraphsField(_l("Abstract"), [DataRequired(NEEDED), at_most(5000)])
    speakers = ParagraphsField(
        _l("Speakers of the topic"), [DataRequired(NEEDED), at_most(3000)],
        description=_l("One a line: name, organisation, position, e-mail. They are asked once the topic is accepted."),
    )  # fmt: skip
    proposer = LineField(_l("Your name"), [DataRequired(NEEDED), at_most(200), printable])
    organisation = LineField(_l("Organisation"), [DataRequired(NEEDED), at_most(200), printable])
    school = LineField(
        _l("School"), [at_most(120)], description=_l("If you propose for a school: its official name or code.")
    )
    contact = LineField(_l("E-mail or phone"), [DataRequired(NEEDED), at_most(254)])
    agreed = BooleanField(
        _l("The speakers agree that their names and addresses are used for this review."), [InputRequired(NEEDED)]
    )

    def validate_contact(self, field: Any) -> None:
        try:
            field.data = read_address(field.data).text
        except ValueError as error:
            raise ValidationError(str(error)) from None

    def validate_speakers(self, field: Any) -> None:
        lines = [_cells(line) for line in _lines(field)]
        if not 1 <= len(lines) <= MOST_SPEAKERS:
            raise ValidationError(_("One to twelve speakers are expected."))
        if len({cells[0] for cells in lines}) < len(lines):
            raise ValidationError(_("A speaker stands there twice."))
        for cells in lines:
            if not cells[0] or len(cells) > PARTS_OF_SPEAKER or any(len(cell) > 200 for cell in cells):  # noqa: PLR2004 -- what a name may take
                raise ValidationError(_("One a line: name, organisation, position, e-mail."))
            printable(self, type("Name", (), {"data": cells[0]})())
            _email_of(cells)

    def named(self) -> list[Named]:
        named = []
        for cells in map(_cells, _lines(self.speakers)):
            name, organisation, title, *_rest = [*cells, "", ""]
            named.append(Named(name, organisation, title, _email_of(cells)))
        return named

    def fill(self, proposal: Proposal) -> None:
        self.school.data = proposal.school.name if proposal.school else ""
        self.agreed.data = True
        self.speakers.data = "\n".join(
            ", ".join([one.name, one.organisation, one.title, *([one.email] if one.email else [])])
            for one in proposal.speakers
        )


def _email_of(cells: Sequence[str]) -> str | None:
    """The address of a speaker; raises ValidationError."""
    if len(cells) < PARTS_OF_SPEAKER or not cells[3]:
        return None
    try:
        return normal_email(cells[3])
    except ValueError as error:
        raise ValidationError(str(error)) from None


class DecisionForm(BaseForm):
    """Why, and where an accepted topic goes."""

    reason = ParagraphsField(_l("Reason, which the proposer reads"), [DataRequired(NEEDED), at_most(2000)])
    starts_at = DateTimeLocalField(_l("Starts"), [InputRequired(NEEDED)])
    minutes = NumberField(_l("Minutes"), [InputRequired(NEEDED), NumberRange(1, 1440, _l("From 1 to 1,440 minutes."))])
    room = LineField(_l("Room"), [at_most(120)])
    forum = SelectField(_l("Forum"), choices=[])

    def offer(self, forums: Sequence[tuple[str, str]]) -> None:
        none = SelectChoice("", str(_l("In no forum")))
        self.forum.choices = [none, *(SelectChoice(slug, title) for slug, title in forums)]


class RejectForm(BaseForm):
    """Why a topic is not accepted."""

    reason = DecisionForm.reason


class AnswerForm(BaseForm):
    """A speaker's answer."""

    answer = SelectField(
        _l("Will you speak?"),
        choices=[SelectChoice("confirmed", _l("Yes, I will")), SelectChoice("declined", _l("No, I cannot"))],
    )


class ScoreBase(BaseForm):
    """A comment; the scores are added for each call."""

    comment = ParagraphsField(_l("Comment, for the organisers"), [at_most(2000)])

    def scores(self) -> list[int]:
        return [field.data for field in self if field.short_name.startswith("score_")]


def score_form(criteria: Sequence[Criterion]) -> type[ScoreBase]:
    """The form of one call: a score for each of its criteria."""
    limits = [
        InputRequired(NEEDED),
        NumberRange(LOWEST, HIGHEST, _l("From 1 (weak) to 5 (very good).")),
    ]
    fields: dict[str, Any] = {
        f"score_{number}": NumberField(
            pick(one.zh, one.en), limits, description=_("From 1 to 5, weight %(weight)s", weight=one.weight)
        )
        for number, one in enumerate(criteria)
    }  # fmt: skip
    return type("ScoreForm", (ScoreBase,), fields)
