"""What an organiser types about forums and sessions; the shape only."""

from collections.abc import Sequence
from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField, DateField, DateTimeLocalField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional, Regexp

from congress.foundation.forms import BaseForm, LineField, NumberField, ParagraphsField, at_most
from congress.foundation.i18n import _l
from congress.programme.states import CLASH_NAMES, KIND_NAMES, LEVEL_NAMES, SPONSOR_LEVEL_NAMES, Clash, Level, Promotion

NEEDED = _l("This field is needed.")
MOST_SEATS = 1_000_000
LONGEST_NAME = 200
LEVELS = [SelectChoice(level.value, name) for level, name in LEVEL_NAMES.items()]
LINK = r"^https?://[^\s/]+\S*$"
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
    kind = SelectField(_l("Kind"), choices=[SelectChoice(kind.value, name) for kind, name in KIND_NAMES.items()])
    forum = SelectField(_l("Forum"), choices=[])
    room = LineField(_l("Room"), [at_most(120)])
    starts_at = DateTimeLocalField(_l("Starts"), [InputRequired(NEEDED)])
    ends_at = DateTimeLocalField(_l("Ends"), [InputRequired(NEEDED)])
    speakers = ParagraphsField(_l("Speakers"), [at_most(2000)], description=_l("One name a line."))
    hosts = ParagraphsField(_l("Hosts"), [at_most(2000)], description=_l("One name a line."))
    abstract = ParagraphsField(_l("Abstract in Chinese"), [at_most(20000)])
    abstract_en = ParagraphsField(_l("Abstract in English"), [at_most(20000)])
    released = BooleanField(_l("The public may see it"))

    def offer(self, forums: Sequence[tuple[str, str]]) -> None:
        none = SelectChoice("", str(_l("In no forum")))
        self.forum.choices = [none, *(SelectChoice(slug, title) for slug, title in forums)]

    def names(self, field: str) -> list[str]:
        """The names typed into `speakers` or `hosts`, each once."""
        names: list[Any] = [line.strip()[:LONGEST_NAME] for line in (self[field].data or "").split("\n")]
        return list(dict.fromkeys(name for name in names if name))


def picture_field() -> FileField:
    """Another picture for something that has one."""
    return FileField(
        _l("Picture"), description=_l("JPEG, PNG or WebP; it is made smaller, and what the camera wrote is removed.")
    )


def no_picture_field() -> BooleanField:
    return BooleanField(_l("Take the picture away"))


class RoomForm(BaseForm):
    """A room of the venue; its picture is a plan."""

    name = LineField(_l("Name in Chinese"), [DataRequired(NEEDED), at_most(120)])
    name_en = LineField(_l("Name in English"), [at_most(120)])
    venue = LineField(_l("Venue in Chinese"), [at_most(120)], description=_l("The building; ways lead between venues."))
    venue_en = LineField(_l("Venue in English"), [at_most(120)])
    capacity = NumberField(_l("People it holds"), [Optional(), NumberRange(0, MOST_SEATS, _l("At most 1,000,000."))])
    shared = BooleanField(_l("Several things may happen in it at once"))
    position = NumberField(_l("Place in the order"), [Optional(), NumberRange(0, 9999, _l("Between 0 and 9,999."))])
    picture = picture_field()
    without_picture = no_picture_field()


class SpeakerForm(BaseForm):
    """Somebody who speaks or hosts; the rank is set by hand and never computed."""

    name = LineField(_l("Name"), [DataRequired(NEEDED), at_most(200)])
    name_en = LineField(_l("Name in English"), [at_most(200)])
    organisation = LineField(_l("Organisation"), [at_most(200)])
    organisation_en = LineField(_l("Organisation in English"), [at_most(200)])
    title = LineField(_l("Position"), [at_most(200)])
    title_en = LineField(_l("Position in English"), [at_most(200)])
    biography = ParagraphsField(_l("Biography in Chinese"), [at_most(5000)])
    biography_en = ParagraphsField(_l("Biography in English"), [at_most(5000)])
    position = NumberField(_l("Place in the order"), [Optional(), NumberRange(0, 9999, _l("Between 0 and 9,999."))])
    picture = picture_field()
    without_picture = no_picture_field()


class SponsorForm(BaseForm):
    """Who supports the congress; the picture is a logo."""

    name = LineField(_l("Name in Chinese"), [DataRequired(NEEDED), at_most(120)])
    name_en = LineField(_l("Name in English"), [at_most(120)])
    level = SelectField(
        _l("Level"), choices=[SelectChoice(level.value, name) for level, name in SPONSOR_LEVEL_NAMES.items()]
    )
    link = LineField(
        _l("Address of its pages"),
        [Optional(), at_most(300), Regexp(LINK, message=_l("An address that begins with https:// is expected."))],
    )
    position = NumberField(_l("Place in the order"), [Optional(), NumberRange(0, 9999, _l("Between 0 and 9,999."))])
    picture = picture_field()
    without_picture = no_picture_field()


class ImportForm(BaseForm):
    """A programme that comes as a file."""

    file = FileField(_l("File"), description=_l("Schedule XML or JSON, iCalendar, xlsx or CSV."))
    zone = LineField(
        _l("Time zone of times without an offset"), [at_most(60)],
        description=_l("Such as Europe/Berlin; empty for the zone that the file names, else that of the congress."),
    )  # fmt: skip


class StoreForm(BaseForm):
    """That a file which was looked at is to be stored."""

    withdraw = BooleanField(_l("Withdraw from the public what the file no longer holds"))


class DistanceForm(BaseForm):
    """The way between two venues."""

    venue_a = SelectField(_l("From"), choices=[])
    venue_b = SelectField(_l("To"), choices=[])
    minutes = NumberField(_l("Minutes"), [InputRequired(NEEDED), NumberRange(0, 1440, _l("Between 0 and 1,440."))])

    def offer(self, venues: Sequence[str]) -> None:
        self.venue_a.choices = self.venue_b.choices = [SelectChoice(venue, venue) for venue in venues]


class ClashRulesForm(BaseForm):
    """What each kind of clash does, and when a day of the programme ends."""

    room = SelectField(CLASH_NAMES[Clash.ROOM], choices=LEVELS)
    speaker = SelectField(CLASH_NAMES[Clash.SPEAKER], choices=LEVELS)
    host = SelectField(CLASH_NAMES[Clash.HOST], choices=LEVELS)
    capacity = SelectField(CLASH_NAMES[Clash.CAPACITY], choices=LEVELS)
    travel = SelectField(CLASH_NAMES[Clash.TRAVEL], choices=LEVELS)
    agenda = SelectField(CLASH_NAMES[Clash.AGENDA], choices=LEVELS, default=Level.WARN)
    day_break = SelectField(
        _l("A day ends the next morning at"), choices=[SelectChoice(str(hour), f"{hour:02d}:00") for hour in range(8)]
    )


class MoveForm(BaseForm):
    """What the grid sends when a session is dragged or stretched."""

    start = DateTimeLocalField(_l("Starts"), [InputRequired(NEEDED)])
    minutes = NumberField(_l("Minutes"), [InputRequired(NEEDED)])
    room = NumberField(_l("Room"), [Optional()])


class ReleaseForm(BaseForm):
    """What a proposed version is about."""

    note = LineField(_l("What is new, in a word"), [at_most(400)])


class CopyForm(BaseForm):
    """The next congress, made from this one."""

    slug = LineField(
        _l("Short name"),
        [DataRequired(NEEDED), Regexp(SLUG, message=_l("Small letters, digits and hyphens are expected."))],
        description=_l("It stands in addresses; small letters, digits and hyphens."),
    )
    title_zh = LineField(_l("Title in Chinese"), [DataRequired(NEEDED), at_most(200)])
    title_en = LineField(_l("Title in English"), [at_most(200)])
    starts_on = DateField(_l("First day"), [InputRequired(NEEDED)])
