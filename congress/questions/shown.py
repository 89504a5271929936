"""Answers in words, with the wording of the version that asked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from congress.foundation.i18n import pick
from congress.questions.models import FormVersion, Sheet
from congress.questions.rules import answer_text
from congress.questions.states import Kind


def answer_lines(sheets: Iterable[Sheet]) -> list[tuple[str, str]]:
    """(question, answer) of somebody's sheets in the order in which it was asked."""
    return [
        (pick(question.label_zh, question.label_en), answer_text(question, sheet.answers[question.key]))
        for sheet in sheets
        for question in sheet.form.questions
        if question.key in sheet.answers
    ]


@dataclass(frozen=True)
class Kept:
    """A file or a number behind an answer, which one asks for by itself."""

    key: str
    label: str
    text: str


def kept_behind(sheets: Iterable[Sheet], kind: Kind) -> list[Kept]:
    """The answers of one kind that hold more than is shown of them."""
    return [
        Kept(question.key, pick(question.label_zh, question.label_en), sheet.answers[question.key]["name"])
        for sheet in sheets
        for question in sheet.form.questions
        if question.kind is kind and question.key in sheet.answers
    ]


def answer_columns(forms: Iterable[FormVersion]) -> dict[str, str]:
    """Question → its words in the last of these versions that asks it, for a table's head."""
    return {
        question.key: pick(question.label_zh, question.label_en) for form in forms for question in form.questions
    }  # fmt: skip


def answer_cells(sheets: Iterable[Sheet], columns: Sequence[str]) -> list[str]:
    """What somebody's sheets answer to each of the columns."""
    said = {
        question.key: answer_text(question, sheet.answers[question.key])
        for sheet in sheets
        for question in sheet.form.questions
        if question.key in sheet.answers
    }
    return [said.get(key, "") for key in columns]
