"""What an organiser types about forums and sessions; the shape only."""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, DateTimeLocalField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, NumberRange, Regexp

from congress.foundation.forms import BaseForm, LineField, NumberField, ParagraphsField, at_most
from congress.foundation.i18n import _l
from congress.programme.states import Promotion

NEEDED = _l("This field is needed.")
MOST_SEATS = 1_000_000
SLUG = r"^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$"
PROMOTIONS = [
    SelectChoice(Promotion.DIRECT, _l("The next in line gets it at once")),
    SelectChoice(Promotion.OFFER, _l("It is offered to the next in line, for a time")),
]


class ForumForm(BaseForm):
    """A forum; times are those of the congress's place."""

    slug = LineField(
        _l("Short name"),
        [DataRequired(NEEDED), Regexp(SLUG, message=_l("Small letters, digits and hyphens are expected."))],
        description=_l("It stands in addresses; small letters, digits and hyphens."),
    )
    title_zh = LineField(_l("Title in Chinese"), [DataRequired(NEEDED), at_most(200)])
    title_en = LineField(_l("Title in English"), [at_most(200)])
    track = SelectField(_l("Track"), choices=[])
    room = LineField(
        _l("Room"), [DataRequired(NEEDED), at_most(120)], description=_l("A room that is not there yet is made.")
    )
    starts_at = DateTimeLocalField(_l("Starts"), [InputRequired(NEEDED)])
    ends_at = DateTimeLocalField(_l("Ends"), [InputRequired(NEEDED)])
    capacity = NumberField(
        _l("Seats"), [InputRequired(NEEDED), NumberRange(0, MOST_SEATS, _l("Between 0 and 1,000,000 seats."))]
    )
    waitlist = BooleanField(_l("With a waitlist when it is full"))
    approval = BooleanField(_l("Each place needs the organiser's approval"))
    promotion = SelectField(_l("A freed seat"), choices=PROMOTIONS)
    released = BooleanField(_l("The public may see it"))

    def offer(self, tracks: Sequence[tuple[str, str]]) -> None:
        none = SelectChoice("", str(_l("For everybody")))
        self.track.choices = [none, *(SelectChoice(slug, title) for slug, title in tracks)]


class SessionForm(BaseForm):
    """An item of the programme: a talk, a signing, a lunch."""

    title_zh = LineField(_l("Title in Chinese"), [DataRequired(NEEDED), at_most(400)])
    title_en = LineField(_l("Title in English"), [at_most(400)])
    forum = SelectField(_l("Forum"), choices=[])
    room = LineField(_l("Room"), [at_most(120)])
    starts_at = DateTimeLocalField(_l("Starts"), [InputRequired(NEEDED)])
    ends_at = DateTimeLocalField(_l("Ends"), [InputRequired(NEEDED)])
    speakers = ParagraphsField(_l("Speakers"), [at_most(2000)], description=_l("One name a line."))
    abstract = ParagraphsField(_l("Abstract"), [at_most(5000)])
    released = BooleanField(_l("The public may see it"))

    def offer(self, forums: Sequence[tuple[str, str]]) -> None:
        none = SelectChoice("", str(_l("In no forum")))
        self.forum.choices = [none, *(SelectChoice(slug, title) for slug, title in forums)]

    def speaker_names(self) -> list[str]:
        names: list[Any] = [line.strip() for line in (self.speakers.data or "").split("\n")]
        return list(dict.fromkeys(name for name in names if name))
