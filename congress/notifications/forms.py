"""What organisers type about messages; the shape only."""

from wtforms import SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Regexp

from congress.foundation.forms import BaseForm, LineField, NumberField, ParagraphsField, at_most
from congress.foundation.i18n import _, _l
from congress.notifications.kinds import Kind
from congress.notifications.states import TEMPLATE_NAMES, TemplateState

NEEDED = _l("This field is needed.")


class WordingForm(BaseForm):
    """The texts of one kind in both languages; an empty one is the built-in text."""

    subject_zh = LineField(_l("Subject in Chinese"), [at_most(200)])
    long_zh = ParagraphsField(_l("Mail in Chinese"), [at_most(5000)])
    short_zh = LineField(_l("Text message in Chinese"), [at_most(500)])
    subject_en = LineField(_l("Subject in English"), [at_most(200)])
    long_en = ParagraphsField(_l("Mail in English"), [at_most(5000)])
    short_en = LineField(_l("Text message in English"), [at_most(500)])

    def tell_places(self, kind: Kind) -> None:
        """Say under each text what can be put into it."""
        for field in self:
            name, _bar, language = field.short_name.rpartition("_")
            if language in {"zh", "en"}:
                places = ", ".join(f"{{{place}}}" for place in kind.places(name))
                field.description = str(_("Put in for each reader: %(places)s", places=places)) if places else ""

    def words(self) -> dict[str, str]:
        return {field.short_name: field.data or "" for field in self if field.type != "CSRFTokenField"}


class ReleaseForm(BaseForm):
    """Which version was read."""

    version = NumberField(_l("Version"), [DataRequired(NEEDED)])


class WeChatTemplateForm(BaseForm):
    """The official account's template for a kind."""

    number = LineField(
        _l("Number of the template"), [at_most(60)], description=_l("Left empty, this goes by WeChat no more.")
    )
    lines = ParagraphsField(
        _l("Fields of the template"),
        [at_most(500)],
        description=_l("A line for each field of the template: thing1 = {name}"),
    )


class SmsTemplateForm(BaseForm):
    """How the operator stands to a text."""

    signature = LineField(
        _l("Signature"),
        [DataRequired(NEEDED), Regexp(r"^[^【】\[\]]{2,12}$", message=_l("2 to 12 characters, without brackets."))],
        description=_l("As registered with the operator, without the brackets."),
    )
    number = LineField(_l("Number of the template"), [at_most(60)])
    state = SelectField(
        _l("State"), choices=[SelectChoice(state.value, TEMPLATE_NAMES[state]) for state in TemplateState]
    )
    reason = LineField(_l("Reason of a refusal"), [at_most(200)])

    def facts(self) -> dict[str, str]:
        return {name: self[name].data or "" for name in ("signature", "number", "state", "reason")}
