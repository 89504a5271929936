"""What is typed about an event; the shape only."""

from collections.abc import Sequence

from wtforms import BooleanField, DateField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Optional, Regexp

from congress.foundation.forms import BaseForm, LineField, at_most
from congress.foundation.i18n import _l

NEEDED = _l("This field is needed.")
LINK = r"^https?://[^\s/]+\S*$"


class EventForm(BaseForm):
    """An event beside the congress."""

    title_zh = LineField(_l("Title in Chinese"), [DataRequired(NEEDED), at_most(200)])
    title_en = LineField(_l("Title in English"), [at_most(200)])
    starts_on = DateField(_l("First day"), [InputRequired(NEEDED)])
    ends_on = DateField(_l("Last day"), [InputRequired(NEEDED)])
    place_zh = LineField(_l("Place in Chinese"), [at_most(120)], description=_l("City or county, such as 长沙."))
    place_en = LineField(_l("Place in English"), [at_most(120)])
    school = SelectField(_l("School that gives it"), choices=[])
    giver = LineField(_l("Who gives it"), [at_most(120)])
    link = LineField(
        _l("Address of its pages"),
        [Optional(), at_most(300), Regexp(LINK, message=_l("An address that begins with https:// is expected."))],
    )
    public = BooleanField(
        _l("The public may see it"), description=_l("Organisers, schools and places see it in any case.")
    )

    def offer(self, schools: Sequence[tuple[str, str]], *, others: bool) -> None:
        """The schools to choose from, and whether somebody else may give it; a school's desk asks for no one else."""
        none = [SelectChoice("", str(_l("Not a school")))] if others else []
        self.school.choices = [*none, *(SelectChoice(code, name) for code, name in schools)]
        if not others:
            del self.giver
