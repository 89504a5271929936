"""What a school and an alumnus type about alma maters; the shape only."""

from collections.abc import Sequence
from datetime import datetime

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, FieldList, FormField, RadioField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired

from congress.almamater.rules import NO_CLAIM, claim_number
from congress.alumni.states import DEGREE_NAMES
from congress.foundation.forms import BaseForm, LineField, at_most
from congress.foundation.i18n import _l
from congress.registration.forms import SchoolRow

NEEDED = _l("This field is needed.")
MOST_SCHOOLS = 10
DEGREES = [SelectChoice("", _l("not said")), *(SelectChoice(key.value, name) for key, name in DEGREE_NAMES.items())]


class DegreeRow(SchoolRow):
    """A school with the year and what was learned there."""

    degree = SelectField(_l("Degree"), choices=DEGREES, default="")


class SchoolsForm(BaseForm):
    """All the schools that somebody claims."""

    schools = FieldList(FormField(DegreeRow), max_entries=MOST_SCHOOLS)


class DecisionForm(BaseForm):
    """A decision on the claims that are ticked; each is named with the moment since which it is as it was seen."""

    claims = SelectMultipleField(_l("Claims"), validate_choice=False)
    verdict = RadioField(
        _l("Decision"), [DataRequired(NEEDED)],
        choices=[
            SelectChoice("confirmed", _l("Confirm: they learned here")),
            SelectChoice("refused", _l("Refuse: that is not so")),
        ],
    )  # fmt: skip
    reason = LineField(
        _l("Reason"), [at_most(500)], description=_l("Needed where you refuse; the person reads it.")
    )  # fmt: skip

    def seen(self) -> dict[int, datetime | None]:
        """Claim → since when; what cannot be read names no claim."""
        return dict(_read_seen(one) for one in self.claims.data or [])


def _read_seen(text: str) -> tuple[int, datetime | None]:
    number, _at, since = text.partition("@")
    try:
        moment = datetime.fromisoformat(since)
    except ValueError:
        return NO_CLAIM, None
    return (claim_number(number), moment) if moment.tzinfo is not None else (NO_CLAIM, None)


class DropForm(BaseForm):
    """Whose roll is to be forgotten."""

    school = LineField(_l("School"))


class RollForm(BaseForm):
    """A school's roll as a file."""

    school = SelectField(_l("School"))
    file = FileField(
        _l("File"),
        [FileRequired(_l("A file is needed."))],
        description=_l("xlsx or CSV with the columns 姓名 and 毕业年份; 学历 and 学号 if you have them."),
    )
    dry_run = BooleanField(_l("Only try: tell what would be added, store nothing"))

    def offer(self, schools: Sequence[SelectChoice]) -> None:
        self.school.choices = list(schools)
