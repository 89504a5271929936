"""What an operator types about a screen."""

from wtforms import SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Regexp

from congress.foundation.forms import BaseForm, LineField, at_most
from congress.foundation.i18n import _, _l
from congress.screens.states import SCENE_NAMES, SHAPE_NAMES, Scene, Shape

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
    """What to look at before it goes live; of the ceremony one group."""

    scene = SelectField(_l("Scene"), choices=[])

    def offer(self, batches: list[tuple[int, str]]) -> None:
        scenes = [SelectChoice(one.value, str(SCENE_NAMES[one])) for one in Scene if one is not Scene.CEREMONY]
        groups = [
            SelectChoice(f"{Scene.CEREMONY}-{number}", f"{SCENE_NAMES[Scene.CEREMONY]} · {title}")
            for number, title in batches
        ]
        self.scene.choices = scenes + groups

    def chosen(self) -> tuple[Scene, int | None]:
        """The scene, and the group if it is one of the ceremony."""
        scene, _dash, batch = self.scene.data.partition("-")
        return Scene(scene), int(batch) if batch else None
