"""Which questions are asked of whom: pure decisions over questions and answers."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from congress.foundation.i18n import _, pick
from congress.foundation.money import exact_yuan
from congress.questions.states import CHOOSING, DECIDING, Kind

AGREED = "yes"
FIELD = "q_"


@dataclass(frozen=True, kw_only=True)
class Option:
    """One choice, known by its Chinese words; without a number of seats anybody may take it."""

    zh: str
    en: str = ""
    seats: int | None = None


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question. Empty `category`, `track` and `after` narrow nothing."""

    key: str
    kind: Kind
    label_zh: str
    label_en: str = ""
    help_zh: str = ""
    help_en: str = ""
    purpose_zh: str = ""
    purpose_en: str = ""
    required: bool = False
    category: str = ""
    track: str = ""
    # the key of an earlier question, and the answer to it that this one needs
    after: str = ""
    answer: str = ""
    options: Sequence[Option] = ()
    # the key of the follow-up that it belongs to; empty for what is asked when registering
    follow_up: str = ""
    # days after the congress until the answer goes; without a number it goes with all others
    keep_days: int | None = None

    @property
    def field(self) -> str:
        """The name of its field on a page."""
        return FIELD + self.key

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"kind": self.kind.value, "options": [asdict(option) for option in self.options]}

    @classmethod
    def from_json(cls, facts: Mapping[str, Any]) -> "Question":
        options = tuple(Option(**option) for option in facts["options"])
        return cls(**{**facts, "kind": Kind(facts["kind"]), "options": options})


def shown_to(
    questions: Iterable[Question], answers: Mapping[str, Any], *, category: str, tracks: Collection[str]
) -> list[Question]:
    """The questions that are asked, in their order; an answer to one that is not asked decides nothing."""
    shown: dict[str, Question] = {}
    for question in questions:
        fits = question.category in {"", category} and (not question.track or question.track in tracks)
        if fits and (not question.after or _answered(shown.get(question.after), question.answer, answers)):
            shown[question.key] = question
    return list(shown.values())


def _answered(earlier: Question | None, wanted: str, answers: Mapping[str, Any]) -> bool:
    if earlier is None:
        return False
    given = answers.get(earlier.key)
    if earlier.kind is Kind.CONSENT:
        return bool(given) is (wanted == AGREED)
    return wanted in given if isinstance(given, list) else given == wanted


def kept_answers(shown: Iterable[Question], answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers to what was asked; nothing for what was left empty."""
    return {
        question.key: answers[question.key]
        for question in shown
        if answers.get(question.key) not in (None, "", [], False)
    }


def same_kind(
    asked: Iterable[Question], before: Iterable[Question], answers: Mapping[str, Any]
) -> dict[str, Any]:  # fmt: skip
    """Of the answers to an earlier version those that are of the kind that is asked for now."""
    kinds = {question.key: question.kind for question in before}
    return {
        question.key: answers[question.key]
        for question in asked
        if question.key in answers and kinds.get(question.key) is question.kind
    }


def plain_answer(given: Any) -> Any:
    """An answer as anybody may read it: of a place or a file the name, of a number what is not masked."""
    return given["name"] if isinstance(given, dict) else given


def answer_text(question: Question, given: Any) -> str:
    if isinstance(given, dict):
        return pick(given["name"], given.get("en", ""))
    if question.kind in CHOOSING:
        words = {option.zh: pick(option.zh, option.en) for option in question.options}
        return "；".join(words[chosen] for chosen in (given if isinstance(given, list) else [given]))
    if question.kind is Kind.MONEY:
        return str(_("%(amount)s yuan", amount=exact_yuan(given)))
    if question.kind is Kind.DATE:
        return date.fromisoformat(given).isoformat()
    return str(_("yes")) if question.kind is Kind.CONSENT else str(given)


def in_words(questions: Iterable[Question], answers: Mapping[str, Any]) -> dict[str, str]:
    """Question → answer as somebody reads both; of two questions with the same words the second has its key too."""
    told: dict[str, str] = {}
    for question in questions:
        if question.key in answers:
            label = pick(question.label_zh, question.label_en)
            name = f"{label} ({question.key})" if label in told else label
            told[name] = answer_text(question, answers[question.key])
    return told


def last_day(question: Question, ends_on: date) -> date | None:
    """Until when the answers to the question are kept, where it has a date of its own."""
    return None if question.keep_days is None else ends_on + timedelta(days=question.keep_days)


def is_past(question: Question, ends_on: date, today: date) -> bool:
    """Whether the answers to the question have been kept for as long as it says."""
    until = last_day(question, ends_on)
    return until is not None and until < today


def choices_of(questions: Iterable[Question], answers: Mapping[str, Any]) -> set[tuple[str, str]]:
    """(question, option) for each choice that was made: what takes a seat."""
    return {
        (question.key, chosen)
        for question in questions
        if question.kind in CHOOSING
        for chosen in _as_list(answers.get(question.key))
    }


def _as_list(given: Any) -> list[str]:
    return given if isinstance(given, list) else [given] if given else []


def asked_in(questions: Iterable[Question], follow_up: str) -> list[Question]:
    """The questions of one follow-up, or, without one, those of the registration."""
    return [question for question in questions if question.follow_up == follow_up]


def misplaced(questions: Sequence[Question]) -> list[Question]:
    """Those that hang on something that is not asked before them, or on an answer that cannot be given."""
    earlier: dict[str, Question] = {}
    wrong = []
    for question in questions:
        if question.after and not _may_hang_on(earlier.get(question.after), question):
            wrong.append(question)
        earlier[question.key] = question
    return wrong


def _may_hang_on(earlier: Question | None, question: Question) -> bool:
    if earlier is None or earlier.kind not in DECIDING or earlier.follow_up != question.follow_up:
        return False
    return earlier.kind is Kind.CONSENT or question.answer in {option.zh for option in earlier.options}
