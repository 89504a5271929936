"""What an operator types about a screen."""

from collections.abc import Mapping, Sequence

from wtforms import SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Regexp

from congress.foundation.forms import BaseForm, LineField, at_most
from congress.foundation.i18n import _, _l
from congress.screens.states import IN_PARTS, SCENE_NAMES, SHAPE_NAMES, Scene, Shape

NEEDED = _l("This field is needed.")


class ScreenForm(BaseForm):
    """A new screen."""

    slug = LineField(
        _l("Short name"),
        [
            DataRequired(NEEDED),
            Regexp(r"^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$", message=_l("Small letters, digits and hyphens.")),
        ],
        description=_l("The display opens /screen/ and this name; “main” is /screen/ itself."),
    )
    name = LineField(_l("What it is called"), [DataRequired(NEEDED), at_most(120)])
    shape = SelectField(_l("Shape"), choices=[SelectChoice(one.value, SHAPE_NAMES[one]) for one in Shape])
    forum = SelectField(_l("Whose arrivals it welcomes"), choices=[])

    def offer(self, forums: list[tuple[str, str]]) -> None:
        """Let one of these forums (slug and title) be chosen, or none."""
        self.forum.choices = [SelectChoice("", str(_("The whole congress")))] + [
            SelectChoice(slug, title) for slug, title in forums
        ]


class SceneForm(BaseForm):
    """What to look at before it goes live; of the ceremony one group, of boards one."""

    scene = SelectField(_l("Scene"), choices=[])

    def offer(self, parts: Mapping[Scene, Sequence[tuple[int, str]]]) -> None:
        """Let the scenes be chosen; of those in parts each part by id and title."""
        whole = [SelectChoice(one.value, str(SCENE_NAMES[one])) for one in Scene if one not in IN_PARTS]
        self.scene.choices = whole + [
            SelectChoice(f"{scene}-{number}", f"{SCENE_NAMES[scene]} · {title}")
            for scene, several in parts.items()
            for number, title in several
        ]

    def chosen(self) -> tuple[Scene, int | None]:
        """The scene, and the part of one that is shown in parts."""
        scene, _dash, part = self.scene.data.partition("-")
        return Scene(scene), int(part) if part else None
