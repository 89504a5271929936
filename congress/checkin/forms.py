"""What an organiser types about a gate."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from wtforms import BooleanField, DateTimeLocalField, Field, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional, Regexp, ValidationError

from congress.checkin.models import Gate
from congress.checkin.states import GATE_KIND_NAMES, GateKind
from congress.foundation.forms import BaseForm, LineField, NumberField, ParagraphsField, at_most
from congress.foundation.i18n import _, _l, pick
from congress.foundation.pages import all_days, day_title
from congress.programme.models import Category, Congress
from congress.registration.forms import printable

NEEDED = _l("This field is needed.")
KINDS = [SelectChoice(kind.value, GATE_KIND_NAMES[kind]) for kind in GateKind]


ONCE, EACH_DAY = "once", "daily"


def counting_field() -> SelectField:
    return SelectField(
        _l("How often one enters"), choices=[], default=ONCE,
        description=_l("Each day anew counts for all gates of the same place, and stays once somebody has come in."),
    )  # fmt: skip


class CountingForm(BaseForm):
    """How a gate counts entries, in its field `daily`: once, each day anew, or on one day alone."""

    daily: SelectField

    def offer_days(self, congress: Congress, gate: Gate | None = None) -> None:
        """The days of the congress, and that of the gate, which the congress may have left since."""
        days = {*all_days(congress), *([gate.day] if gate and gate.day else [])}
        self.daily.choices = [
            SelectChoice(ONCE, str(_("Once in the whole congress"))),
            SelectChoice(EACH_DAY, str(_("Each day anew"))),
            *(SelectChoice(day.isoformat(), str(_("Only on %(day)s", day=day_title(day)))) for day in sorted(days)),
        ]

    @staticmethod
    def shown(gate: Gate) -> str:
        return gate.day.isoformat() if gate.day else EACH_DAY if gate.daily else ONCE

    @property
    def counting(self) -> dict[str, Any]:
        """The choice as a gate's two settings."""
        chosen = self.daily.data
        day = None if chosen in {ONCE, EACH_DAY} else date.fromisoformat(chosen)
        return {"daily": chosen != ONCE, "day": day}


class GateForm(CountingForm):
    """A new gate."""

    slug = LineField(
        _l("Short name"),
        [
            DataRequired(NEEDED),
            Regexp(r"^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$", message=_l("Small letters, digits and hyphens.")),
        ],
    )
    name = LineField(_l("What it is called"), [DataRequired(NEEDED), at_most(120)])
    kind = SelectField(_l("What it is for"), choices=KINDS)
    forum = SelectField(_l("Forum"), choices=[])
    daily = counting_field()
    re_entry = BooleanField(_l("People may go out and come in again"))
    opens_at = DateTimeLocalField(_l("Opens"), [Optional()])
    closes_at = DateTimeLocalField(_l("Closes"), [Optional()])

    def offer(self, forums: list[tuple[str, str]]) -> None:
        """Let one of these forums (slug and title) be chosen, or none."""
        self.forum.choices = [SelectChoice("", str(_("The whole congress")))] + [
            SelectChoice(slug, title) for slug, title in forums
        ]


class GateChangeForm(CountingForm):
    """What of a gate may change; scans stand under its short name and target."""

    name = LineField(_l("What it is called"), [DataRequired(NEEDED), at_most(120)])
    daily = counting_field()
    re_entry = BooleanField(_l("People may go out and come in again"))
    opens_at = DateTimeLocalField(_l("Opens"), [Optional()])
    closes_at = DateTimeLocalField(_l("Closes"), [Optional()])


class LateEntryForm(BaseForm):
    """Somebody came in whom no scan shows."""

    code = LineField(_l("Registration code"), [DataRequired(NEEDED), at_most(20)])
    at = DateTimeLocalField(_l("Came in at"), [InputRequired(NEEDED)])
    reason = LineField(_l("Reason"), [DataRequired(NEEDED), at_most(300)])


class PartyForm(BaseForm):
    """People who come together."""

    name = LineField(_l("Name of the party"), [DataRequired(NEEDED), at_most(120)])
    leader = LineField(_l("Registration code of the leader"), [DataRequired(NEEDED), at_most(20)])
    members = ParagraphsField(
        _l("Registration codes of the others"), [DataRequired(NEEDED), at_most(4000)],
        description=_l("Separated by spaces, commas or new lines."),
    )  # fmt: skip


class CompanionForm(BaseForm):
    """Who comes along, and that they, or whoever answers for a child, agree."""

    name = LineField(_l("Name"), [DataRequired(NEEDED), at_most(200), printable])
    organisation = LineField(_l("Organisation"), [at_most(200), printable])
    language = SelectField(
        _l("Language of badge and messages"), choices=[SelectChoice("zh", "中文"), SelectChoice("en", "English")]
    )
    attend = BooleanField(
        _l("They know of this registration and agree that these data are used to organise the congress."),
        [DataRequired(_l("Without this consent nobody can be registered."))],
    )
    under_age = BooleanField(_l("They are under 18"))
    guardian = BooleanField(_l("I am their guardian, or have the guardian's consent."))

    def validate(self, extra_validators: Any = None) -> bool:
        valid = bool(super().validate(extra_validators))
        if self.under_age.data and not self.guardian.data:
            self.guardian.errors = [str(_("For somebody under 18 a guardian has to agree."))]
            return False
        return valid


COMPANIONS = "companions_"
MOST_COMPANIONS = 20


def allowed_form(categories: Sequence[Category], **given: Any) -> BaseForm:
    """How many companions those of each category may bring: a number for each."""
    limits = NumberRange(0, MOST_COMPANIONS, _l("From 0 to 20."))
    fields = {
        COMPANIONS + one.slug: NumberField(
            pick(one.name_zh, one.name_en), [InputRequired(NEEDED), limits], default=one.companions
        )
        for one in categories
    }
    form: BaseForm = type("AllowedForm", (BaseForm,), fields)(**given)
    return form


def allowed_numbers(form: BaseForm) -> dict[str, int]:
    """Category → how many."""
    numbers = [field for field in form if field.short_name.startswith(COMPANIONS)]
    return {field.short_name.removeprefix(COMPANIONS): field.data for field in numbers}


class GuestForm(BaseForm):
    """A protocol guest and who brings them in."""

    code = LineField(_l("Registration code"), [DataRequired(NEEDED), at_most(20)])
    liaison = SelectField(_l("Liaison"), choices=[])
    gate = SelectField(_l("Gate"), choices=[], description=_l("Where one tap of the liaison marks the guest present."))

    def offer(self, users: list[tuple[str, str]], gates: list[tuple[str, str]]) -> None:
        self.liaison.choices = [SelectChoice(user, name) for user, name in users]
        self.gate.choices = [SelectChoice(slug, name) for slug, name in gates]


class HandForm(BaseForm):
    """What a supervisor does by hand, at this moment."""

    code = LineField(_l("Registration code, or the code printed on the badge"), [DataRequired(NEEDED), at_most(20)])
    reason = LineField(_l("Reason"), [DataRequired(NEEDED), at_most(300)])


class RulingForm(BaseForm):
    """How the duty officer settles a conflict."""

    reason = LineField(_l("What was found"), [DataRequired(NEEDED), at_most(300)])


class QuarantineForm(BaseForm):
    """What the duty officer decides about a scan that nobody could use."""

    gate = SelectField(_l("Gate"), choices=[])
    at = DateTimeLocalField(
        _l("Came in at"), [Optional()], description=_l("Empty: the time that the device told, corrected.")
    )
    reason = LineField(_l("Reason"), [DataRequired(NEEDED), at_most(300)])

    def offer(self, gates: list[tuple[str, str]]) -> None:
        self.gate.choices = [SelectChoice(slug, name) for slug, name in gates]


MOST_LANES = 20


class DeviceForm(BaseForm):
    """A device to be paired."""

    name = LineField(_l("Name of the device"), [DataRequired(NEEDED), at_most(80)])
    lanes = NumberField(
        _l("Lanes"),
        [Optional(), NumberRange(0, MOST_LANES, _l("At most 20 lanes."))],
        description=_l(
            "How many doors are cut off from each other when the network fails; empty for one list for all."
        ),
    )
    lane = NumberField(
        _l("Lane of this device"),
        [Optional(), NumberRange(1, MOST_LANES, _l("A lane between 1 and the number of lanes."))],
    )

    def validate_lane(self, field: Field) -> None:
        lanes = self.lanes.data or 0
        if lanes > 1 and not 1 <= (field.data or 0) <= lanes:
            raise ValidationError(_("A lane between 1 and the number of lanes."))

    def lane_of(self) -> tuple[int, int]:
        """Lane from nought, and how many there are; (0, 0) without lanes."""
        lanes = self.lanes.data or 0
        return ((self.lane.data or 1) - 1, lanes) if lanes > 1 else (0, 0)


class KioskForm(BaseForm):
    """The PIN that leads out of a kiosk; none for an ordinary scanner."""

    pin = LineField(_l("PIN of the kiosk"), [Regexp(r"^(\d{4,8})?$", message=_l("A PIN has four to eight digits."))])


class DeviceMoveForm(DeviceForm):
    """The same of a device that is there, and the gate it works at."""

    gate = SelectField(_l("Gate"), choices=[])

    def offer(self, gates: list[tuple[str, str]]) -> None:
        self.gate.choices = [SelectChoice(slug, name) for slug, name in gates]
