"""Which questions are asked of whom: whatever is asked and answered."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from congress.questions.rules import Option, Question, choices_of, kept_answers, misplaced, shown_to
from congress.questions.states import Kind

OPTIONS = (Option(zh="甲"), Option(zh="乙"))
KEYS = "ABCDEF"
PEOPLE = {"category": st.sampled_from(["guest", "vip"]), "tracks": st.sets(st.sampled_from(["one", "two"]))}


@st.composite
def forms(draw: st.DrawFn) -> list[Question]:
    """Questions that hang on any other, also on later ones and on themselves."""
    return [
        Question(
            key=key,
            kind=draw(st.sampled_from([Kind.TEXT, Kind.CHOICE, Kind.CHOICES, Kind.CONSENT])),
            label_zh=key,
            category=draw(st.sampled_from(["", "guest", "vip"])),
            track=draw(st.sampled_from(["", "one", "two"])),
            after=draw(st.sampled_from(["", *KEYS])),
            answer=draw(st.sampled_from(["甲", "乙", "yes", "no"])),
            options=OPTIONS,
        )
        for key in KEYS
    ]


@st.composite
def answered(draw: st.DrawFn) -> tuple[list[Question], dict[str, Any]]:
    questions = draw(forms())
    values = {
        Kind.TEXT: st.sampled_from(["", "甲"]),
        Kind.CHOICE: st.sampled_from(["", "甲", "乙"]),
        Kind.CHOICES: st.lists(st.sampled_from(["甲", "乙"]), unique=True),
        Kind.CONSENT: st.booleans(),
    }
    return questions, {question.key: draw(values[question.kind]) for question in questions}


@given(form=answered(), **PEOPLE)
def test_an_answer_to_what_was_not_asked_is_never_kept(
    form: tuple[list[Question], dict[str, Any]], category: str, tracks: set[str]
) -> None:
    questions, answers = form
    shown = shown_to(questions, answers, category=category, tracks=tracks)
    assert kept_answers(shown, answers).keys() <= {question.key for question in shown}
    assert all(question.category in {"", category} for question in shown)
    assert all(question.track in {"", *tracks} for question in shown)


@given(form=answered(), **PEOPLE)
def test_dropping_hidden_answers_changes_nothing_that_is_asked(
    form: tuple[list[Question], dict[str, Any]], category: str, tracks: set[str]
) -> None:
    questions, answers = form
    shown = shown_to(questions, answers, category=category, tracks=tracks)
    kept = kept_answers(shown, answers)
    assert shown_to(questions, kept, category=category, tracks=tracks) == shown


@given(form=answered(), **PEOPLE)
def test_a_question_hangs_only_on_what_was_asked_before_it(
    form: tuple[list[Question], dict[str, Any]], category: str, tracks: set[str]
) -> None:
    questions, answers = form
    shown = [question.key for question in shown_to(questions, answers, category=category, tracks=tracks)]
    for question in questions:
        if question.after and question.key in shown:
            assert question.after in shown[: shown.index(question.key)]


@given(forms())
def test_a_question_is_the_same_after_it_was_stored(questions: list[Question]) -> None:
    assert [Question.from_json(question.as_json()) for question in questions] == questions


def test_a_question_that_hangs_on_a_later_one_or_on_an_unknown_choice_is_found() -> None:
    choice = Question(key="A", kind=Kind.CHOICE, label_zh="甲问", options=OPTIONS)
    good = Question(key="B", kind=Kind.TEXT, label_zh="乙问", after="A", answer="甲")
    unknown = Question(key="C", kind=Kind.TEXT, label_zh="丙问", after="A", answer="丙")
    assert misplaced([choice, good]) == []
    assert misplaced([good, choice, unknown]) == [good, unknown]


def test_each_choice_that_was_made_takes_a_seat() -> None:
    one = Question(key="A", kind=Kind.CHOICE, label_zh="甲问", options=OPTIONS)
    several = Question(key="B", kind=Kind.CHOICES, label_zh="乙问", options=OPTIONS)
    text = Question(key="C", kind=Kind.TEXT, label_zh="丙问")
    answers = {"A": "甲", "B": ["甲", "乙"], "C": "甲"}
    assert choices_of([one, several, text], answers) == {("A", "甲"), ("B", "甲"), ("B", "乙")}
