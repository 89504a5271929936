"""What an organiser types about a gate."""

from wtforms import BooleanField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Regexp

from congress.foundation.forms import BaseForm, LineField, at_most
from congress.foundation.i18n import _, _l

NEEDED = _l("This field is needed.")


class GateForm(BaseForm):
    """A new gate."""

    slug = LineField(
        _l("Short name"),
        [
            DataRequired(NEEDED),
            Regexp(r"^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$", message=_l("Small letters, digits and hyphens.")),
        ],
    )
    name = LineField(_l("Name"), [DataRequired(NEEDED), at_most(120)])
    forum = SelectField(_l("Forum"), choices=[])
    re_entry = BooleanField(_l("People may go out and come in again"))

    def offer(self, forums: list[tuple[str, str]]) -> None:
        """Let one of these forums (slug and title) be chosen, or none."""
        self.forum.choices = [SelectChoice("", str(_("The whole congress")))] + [
            SelectChoice(slug, title) for slug, title in forums
        ]


class GateChangeForm(BaseForm):
    """What of a gate may change; scans stand under its short name and target."""

    name = LineField(_l("Name"), [DataRequired(NEEDED), at_most(120)])
    re_entry = BooleanField(_l("People may go out and come in again"))
