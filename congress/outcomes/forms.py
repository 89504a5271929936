"""What is typed about a milestone and its verification; the shape only."""

from collections.abc import Iterable
from typing import Any

from wtforms import DateField, DecimalField, MultipleFileField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional

from congress.foundation.forms import BaseForm, LineField, NumberField, ParagraphsField, at_most, whole_fen
from congress.foundation.i18n import _, _l, pick
from congress.foundation.money import WAN
from congress.outcomes.rules import LevelLine
from congress.outcomes.states import FAMILY_NAMES, KIND_NAMES, Decision, Family
from congress.signing.forms import OfForeignMoney

NEEDED = _l("This field is needed.")
MOST_WAN = 10**10
VERDICTS = [
    SelectChoice(Decision.ACCEPT, _l("Accept: credit is written at once")),
    SelectChoice(Decision.RETURN, _l("Return it to whoever filed it")),
    SelectChoice(Decision.REJECT, _l("Reject it for good")),
]


class MilestoneForm(OfForeignMoney, BaseForm):
    """A fact with its evidence."""

    kind = SelectField(_l("What has happened"), choices=[SelectChoice(kind, name) for kind, name in KIND_NAMES.items()])
    occurred_on = DateField(_l("On which day"), [InputRequired(NEEDED)])
    amount = DecimalField(
        _l("Amount in ten thousand"),
        [Optional(), NumberRange(0, MOST_WAN, _l("This amount is not possible.")), whole_fen],
        places=None,
        description=_l("For capital that arrived, contracts paid, donations received."),
    )
    count = NumberField(
        _l("Number of people"), [Optional(), NumberRange(0, 1_000_000, _l("This number is not possible."))],
        description=_l("For people recruited."),
    )  # fmt: skip
    level = SelectField(
        _l("Level of talent"), default="", description=_l("For people recruited; several levels are filed apart.")
    )
    note = ParagraphsField(_l("Note"), [DataRequired(NEEDED), at_most(5000)])
    evidence = MultipleFileField(_l("Evidence"), description=_l("PDF, PNG or JPEG, each at most 20 MB."))

    def offer(self, levels: Iterable[LevelLine]) -> None:
        named = (SelectChoice(one.key, pick(one.zh, one.en)) for one in levels)
        self.level.choices = [SelectChoice("", _("Not named")), *named]

    def facts(self) -> dict[str, Any]:
        return {
            "level": self.level.data,
            "kind": self.kind.data,
            "occurred_on": self.occurred_on.data,
            "amount_fen": int(self.amount.data * WAN) if self.amount.data is not None else None,
            "currency": self.currency.data,
            "rate": self.rate.data,
            "rate_on": self.rate_on.data,
            "rate_source": self.rate_source.data,
            "count": self.count.data,
            "note": self.note.data,
        }


class VerdictForm(BaseForm):
    """What a verifier decides, and why."""

    decision = RadioField(
        _l("Decision"),
        choices=VERDICTS,
        validators=[InputRequired(NEEDED)],
    )
    reason = LineField(_l("Reason"), [DataRequired(NEEDED), at_most(200)])
    basis = LineField(
        _l("Basis: number of minutes or document"), [at_most(120)],
        description=_l("Needed where something speaks against it at first sight."),
    )  # fmt: skip


class JointForm(BaseForm):
    """What a joint review decided."""

    participants = ParagraphsField(_l("Who took part"), [DataRequired(NEEDED), at_most(2000)])
    minutes = LineField(_l("Number of the minutes"), [DataRequired(NEEDED), at_most(120)])
    decision = RadioField(
        _l("Decision of the joint review"), choices=VERDICTS, validators=[InputRequired(NEEDED)], id="joint-decision"
    )
    reason = LineField(_l("Reason"), [DataRequired(NEEDED), at_most(200)], id="joint-reason")


class CallForm(BaseForm):
    """Why verifiers should sit together."""

    reason = LineField(_l("Why a joint review is needed"), [DataRequired(NEEDED), at_most(200)], id="call-reason")


class InterestForm(BaseForm):
    """What binds a verifier to an intention."""

    text = LineField(_l("What binds you to it"), [DataRequired(NEEDED), at_most(200)], id="interest-text")


class FavourForm(BaseForm):
    """A favour that somebody asked for."""

    who = LineField(_l("Who asked"), [DataRequired(NEEDED), at_most(200)])
    asked_on = DateField(_l("On which day"), [InputRequired(NEEDED)])
    text = ParagraphsField(_l("What was asked for"), [DataRequired(NEEDED), at_most(2000)], id="favour-text")


class ChainsForm(BaseForm):
    """The chains of all families, one step on each line."""

    investment = ParagraphsField(FAMILY_NAMES[Family.INVESTMENT], [at_most(1000)])
    talent = ParagraphsField(FAMILY_NAMES[Family.TALENT], [at_most(1000)])
    research = ParagraphsField(FAMILY_NAMES[Family.RESEARCH], [at_most(1000)])
    donation = ParagraphsField(FAMILY_NAMES[Family.DONATION], [at_most(1000)])


class ReversalForm(BaseForm):
    """Why an outcome is taken back."""

    reason = LineField(_l("Reason"), [DataRequired(NEEDED), at_most(200)])


class RefileForm(BaseForm):
    """What is said anew of a milestone that was returned."""

    note = ParagraphsField(_l("Note"), [DataRequired(NEEDED), at_most(5000)])


class LevelsForm(BaseForm):
    """The levels of talent, one line each."""

    levels = ParagraphsField(_l("Levels of talent"), [at_most(3000)])
