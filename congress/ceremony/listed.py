"""The chapter of the handbook that lists what is to be signed: no name or amount that may not be told."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from congress.ceremony.stage import Act, Group, Stander, stage_of
from congress.foundation import clock
from congress.foundation.i18n import LazyString, _l, in_language
from congress.foundation.pages import money
from congress.handbook.blocks import Block, Heading, Note, Rows
from congress.handbook.speech import Speech
from congress.programme.models import Congress
from congress.signing.agreements import amount_text

HEAD = (_l("Number"), _l("Project"), _l("Host side"), _l("Guest side"), _l("Amount"))
WIDTHS = (15, 26, 21.5, 21.5, 16)


def projects_chapter(session: Session, congress: Congress, speech: Speech) -> Sequence[Block]:
    """Group by group in the order of the stage; what may not be printed is counted and not named."""
    groups = [group for group in stage_of(session, congress, now=clock.now()).groups if group.acts]
    if not groups:
        return []
    acts = [act for group in groups for act in group.acts]
    said = [_l("In the order of the ceremony")]
    if unnamed := sum(not act.may_be_printed for act in acts):
        said.append(_l("Projects that are not named: %(count)s.", count=unnamed))
    said.append(_l("An amount stands where every party agreed."))
    blocks: list[Block] = [Note("  ·  ".join(_said(speech, text) for text in said))]
    for group in groups:
        blocks += _group(group, speech)
    return blocks


def _group(group: Group, speech: Speech) -> Sequence[Block]:
    named = [act for act in group.acts if act.may_be_printed]
    if not named:
        return []
    return [
        Heading(2, speech.of(group.batch.title_zh, group.batch.title_en)),
        Rows([_said(speech, text) for text in HEAD], [_row(act, speech) for act in named], WIDTHS),
    ]


def _said(speech: Speech, text: LazyString) -> str:
    return " ".join(speech.say(text))


def _row(act: Act, speech: Speech) -> list[str]:
    sides = ["\n".join(_names(side)) for side in (act.left, act.right)]
    return [act.number, act.intention.title, *sides, _amount(act, speech) if act.may_tell_amount else "–"]


def _names(side: Sequence[Stander]) -> list[str]:
    return [one.party.name for one in side]


def _amount(act: Act, speech: Speech) -> str:
    """As the readers of each language say it."""
    said = []
    for code in speech.languages:
        with in_language(code):
            intention = act.intention
            said.append(money(intention.amount_fen) if intention.currency == "CNY" else amount_text(intention))
    return "\n".join(dict.fromkeys(said))
