"""Which badges to print, and on what."""

from collections.abc import Sequence
from typing import Any

from wtforms import HiddenField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired

from congress.badges.cards import DESIGN_NAMES, Design
from congress.badges.sheets import Sheet
from congress.foundation.documents.fonts import unsupported_characters
from congress.foundation.forms import BaseForm, LineField, ParagraphsField, at_most
from congress.foundation.i18n import _, _l, pick
from congress.foundation.pages import day_title, zone
from congress.handbook.content import CHAPTER_NAMES
from congress.handbook.production import KIND_NAMES
from congress.handbook.speech import Tongue
from congress.programme.models import Category, Forum
from congress.programme.plan import Plan
from congress.registration.states import PHOTO_NAMES, PhotoUse

SHEETS = [
    SelectChoice(Sheet.A4_4, _l("Four on A4")),
    SelectChoice(Sheet.A4_8, _l("Eight on A4")),
    SelectChoice(Sheet.A6, _l("One on A6")),
    SelectChoice(Sheet.LABEL, _l("One on a label (100 × 62 mm)")),
]

TONGUES = [
    SelectChoice(Tongue.ZH.value, _l("Chinese")),
    SelectChoice(Tongue.EN.value, _l("English")),
    SelectChoice(Tongue.BOTH.value, _l("Both, Chinese first")),
]
FORMATS = [SelectChoice("pdf", _l("PDF, to print")), SelectChoice("docx", _l("Word document, to edit"))]
CHAPTERS = tuple(CHAPTER_NAMES)
CHAPTER_FIELDS = [f"{chapter}_{code}" for chapter in CHAPTERS for code in ("zh", "en")]
LONGEST_CHAPTER = 20_000


class PrintForm(BaseForm):
    """Everybody confirmed, or those of one category or forum."""

    sheet = SelectField(_l("Sheet"), choices=SHEETS)
    category = SelectField(_l("Category"), choices=[])
    forum = SelectField(_l("Forum"), choices=[])

    def offer(self, categories: Sequence[Category], forums: Sequence[Forum]) -> None:
        names = [SelectChoice(one.slug, pick(one.name_zh, one.name_en)) for one in categories]
        titles = [SelectChoice(one.slug, pick(one.title_zh, one.title_en)) for one in forums]
        self.category.choices = [SelectChoice("", str(_l("All categories"))), *names]
        self.forum.choices = [SelectChoice("", str(_l("All forums"))), *titles]

    def filter(self) -> dict[str, str]:
        return {name: self[name].data for name in ("category", "forum") if self[name].data}


DESIGN, PHOTO = "design_", "photo_"


def designs_form(categories: Sequence[Category], **given: Any) -> BaseForm:
    """How the badges of each category are laid out: a choice for each."""
    choices = [SelectChoice(one.value, name) for one, name in DESIGN_NAMES.items()]
    fields = {
        DESIGN + one.slug: SelectField(pick(one.name_zh, one.name_en), choices=choices, default=one.design)
        for one in categories
    }
    uses = [SelectChoice(one.value, name) for one, name in PHOTO_NAMES.items()]
    fields |= {
        PHOTO + one.slug: SelectField(
            _("%(category)s: photo", category=pick(one.name_zh, one.name_en)), choices=uses, default=one.photo
        )
        for one in categories
    }
    form: BaseForm = type("DesignsForm", (BaseForm,), fields)(**given)
    return form


def chosen_designs(form: BaseForm) -> dict[str, Design]:
    return {slug: Design(value) for slug, value in _chosen(form, DESIGN)}


def chosen_photos(form: BaseForm) -> dict[str, PhotoUse]:
    return {slug: PhotoUse(value) for slug, value in _chosen(form, PHOTO)}


def _chosen(form: BaseForm, prefix: str) -> list[tuple[str, str]]:
    fields = [field for field in form if field.short_name.startswith(prefix)]
    return [(field.short_name.removeprefix(prefix), field.data) for field in fields]


class PaperForm(BaseForm):
    """Which paper, in which language, as what, and about what."""

    kind = SelectField(_l("Paper"), choices=[SelectChoice(kind.value, name) for kind, name in KIND_NAMES.items()])
    tongue = SelectField(_l("Language"), choices=TONGUES)
    format = SelectField(_l("Format"), choices=FORMATS)
    forum = SelectField(_l("Forum"), choices=[], description=_l("For running order, script, cards and seat charts."))
    day = SelectField(_l("Day"), choices=[], description=_l("For running order, script and door signs."))
    category = SelectField(
        _l("Cards for"), choices=[], description=_l("Cards are for those who speak, or for a category of guests.")
    )

    def offer(self, plan: Plan, categories: Sequence[Category]) -> None:
        forums = [SelectChoice(one.slug, pick(one.zh, one.en)) for one in plan.forums]
        days = [SelectChoice(day.isoformat(), day_title(day)) for day in plan.days(zone())]
        names = [SelectChoice(one.slug, pick(one.name_zh, one.name_en)) for one in categories]
        self.forum.choices = [SelectChoice("", str(_l("All forums"))), *forums]
        self.day.choices = [SelectChoice("", str(_l("All days"))), *days]
        self.category.choices = [SelectChoice("", str(_l("Those who speak or host"))), *names]

    def wish(self) -> dict[str, str]:
        return {field.short_name: field.data or "" for field in self if field.short_name != "csrf_token"}


class TextsForm(BaseForm):
    """The chapters of the handbook that somebody writes."""

    welcome_zh = ParagraphsField(_l("Welcome in Chinese"), [at_most(LONGEST_CHAPTER)])
    welcome_en = ParagraphsField(_l("Welcome in English"), [at_most(LONGEST_CHAPTER)])
    organisation_zh = ParagraphsField(_l("Who organises it, in Chinese"), [at_most(LONGEST_CHAPTER)])
    organisation_en = ParagraphsField(_l("Who organises it, in English"), [at_most(LONGEST_CHAPTER)])
    projects_zh = ParagraphsField(
        _l("Projects to be signed, in Chinese"), [at_most(LONGEST_CHAPTER)],
        description=_l("Stands above the list of the signing ceremony, which follows by itself."),
    )  # fmt: skip
    projects_en = ParagraphsField(_l("Projects to be signed, in English"), [at_most(LONGEST_CHAPTER)])
    notes_zh = ParagraphsField(_l("Practical notes in Chinese"), [at_most(LONGEST_CHAPTER)])
    notes_en = ParagraphsField(_l("Practical notes in English"), [at_most(LONGEST_CHAPTER)])
    discipline_zh = ParagraphsField(_l("Rules of conduct in Chinese"), [at_most(LONGEST_CHAPTER)])
    discipline_en = ParagraphsField(_l("Rules of conduct in English"), [at_most(LONGEST_CHAPTER)])
    transport_zh = ParagraphsField(_l("Transport in Chinese"), [at_most(LONGEST_CHAPTER)])
    transport_en = ParagraphsField(_l("Transport in English"), [at_most(LONGEST_CHAPTER)])
    contacts_zh = ParagraphsField(_l("Telephone numbers in Chinese"), [at_most(LONGEST_CHAPTER)])
    contacts_en = ParagraphsField(_l("Telephone numbers in English"), [at_most(LONGEST_CHAPTER)])

    def printable(self) -> bool:
        """Whether every character can be printed; where not, the field names those that cannot."""
        for name in CHAPTER_FIELDS:
            bad = unsupported_characters((self[name].data or "").replace("\n", ""))
            if bad:
                message = str(_("These characters cannot be printed: %(characters)s", characters=" ".join(bad[:10])))
                self[name].errors = [*self[name].errors, message]
        return not self.errors


class ReadingForm(BaseForm):
    """What the page showed, and perhaps a word for the second reader."""

    seen = HiddenField()
    note = LineField(_l("Note for the second reader"), [at_most(400)])


class SendBackForm(BaseForm):
    """Why the handbook goes back to those who write it."""

    reason = LineField(_l("What has to be mended"), [DataRequired(_l("This field is needed.")), at_most(400)])
