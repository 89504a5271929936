"""What organisers type about campaigns and reminders; the shape only."""

from collections.abc import Iterable, Mapping
from typing import Any

from wtforms import SelectField, TimeField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, NumberRange

from congress.campaigns.actions import WORDS
from congress.campaigns.models import Campaign
from congress.campaigns.states import CAME_NAMES, OCCASION_NAMES, PURPOSE_NAMES
from congress.foundation.forms import BaseForm, LineField, NumberField, ParagraphsField, at_most
from congress.foundation.i18n import LazyString, _l
from congress.programme.forms import NEEDED
from congress.registration.states import STATUS_NAMES, Status

AUDIENCE = ("status", "category", "forum", "track", "school", "came")
PLACES_TOLD = _l("Put in for each reader: {name}, {congress}, {code}.")


def _narrowing(everybody: LazyString, names: Mapping[Any, LazyString]) -> list[SelectChoice]:
    return [SelectChoice("", everybody), *(SelectChoice(str(key), name) for key, name in names.items())]


class CampaignForm(BaseForm):
    """The words, in both languages, and whom they go to."""

    subject_zh = LineField(_l("Subject in Chinese"), [DataRequired(NEEDED), at_most(200)], description=PLACES_TOLD)
    text_zh = ParagraphsField(_l("Letter in Chinese"), [DataRequired(NEEDED), at_most(5000)], description=PLACES_TOLD)
    subject_en = LineField(
        _l("Subject in English"), [at_most(200)], description=_l("Left empty, everybody reads the Chinese.")
    )
    text_en = ParagraphsField(_l("Letter in English"), [at_most(5000)])
    purpose = SelectField(
        _l("What it is about"),
        choices=[SelectChoice(purpose.value, name) for purpose, name in PURPOSE_NAMES.items()],
        description=_l("It goes to those alone who agreed to this purpose."),
    )
    status = SelectField(
        _l("State"),
        choices=[SelectChoice(status.value, STATUS_NAMES[status]) for status in Status],
        default=Status.CONFIRMED.value,
    )
    category = SelectField(_l("Category"))
    track = SelectField(_l("Track"))
    forum = SelectField(_l("Forum"))
    school = LineField(
        _l("School"), [at_most(120)], description=_l("Its official name or code; empty for all schools.")
    )
    came = SelectField(_l("On the day"), choices=_narrowing(_l("Whether they came or not"), CAME_NAMES))

    def offer(
        self,
        categories: Iterable[tuple[str, str]],
        tracks: Iterable[tuple[str, str]],
        forums: Iterable[tuple[str, str]],
    ) -> None:
        offered = (
            (self.category, _l("All categories"), categories),
            (self.track, _l("All tracks"), tracks),
            (self.forum, _l("All forums"), forums),
        )
        for field, everybody, choices in offered:
            field.choices = [SelectChoice("", everybody), *(SelectChoice(slug, title) for slug, title in choices)]

    def words(self) -> dict[str, Any]:
        return {name: self[name].data or "" for name in (*WORDS, "purpose")}

    def audience(self, school: str) -> dict[str, str]:
        return {name: self[name].data or "" for name in AUDIENCE} | {"school": school}

    def fill(self, campaign: Campaign, school: str) -> None:
        for name in AUDIENCE:
            self[name].data = campaign.audience[name]
        self.school.data = school


class ReleaseForm(BaseForm):
    """Which version was read."""

    version = NumberField(_l("Version"), [DataRequired(NEEDED)])


MOST_DAYS = 60


class ReminderForm(BaseForm):
    """What is said by itself, and when."""

    occasion = SelectField(
        _l("What it says"), choices=[SelectChoice(one.value, name) for one, name in OCCASION_NAMES.items()]
    )
    days = NumberField(
        _l("Days off"),
        [InputRequired(NEEDED), NumberRange(0, MOST_DAYS, _l("From 0 to 60 days."))],
        description=_l(
            "Before the first day or the day of the forums, 0 for the day itself; for thanks, after the end."
        ),
    )
    at = TimeField(_l("At what time"), [InputRequired(NEEDED)], description=_l("In the congress's own time."))

    def facts(self) -> dict[str, Any]:
        return {"occasion": self.occasion.data, "days": self.days.data, "at": self.at.data}
