"""The host's script 主持词: who is called to what, with offices, and the sound of each name."""

from collections.abc import Callable
from datetime import date
from functools import partial

from congress.foundation.i18n import LazyString, _, _l, in_language, language, pick
from congress.foundation.pages import zone
from congress.foundation.pinyin import name_sound
from congress.handbook.blocks import Block, Heading, Paper, Speaking
from congress.handbook.content import Matter, chosen_items, frame
from congress.handbook.speech import span
from congress.programme.plan import PlanItem, PlanSpeaker
from congress.programme.states import Kind


def host_script(matter: Matter, forum: str | None, day: date | None) -> Paper:
    """One passage for each item, in each language of the paper; hosts add what they like in the office's document."""
    plan, speech = matter.plan, matter.speech
    found = plan.forum.get(forum or "")
    zh, en = (found.zh, found.en) if found else (plan.zh, plan.en)
    blocks: list[Block] = [_speaking(matter, _l("Opening words"), partial(_welcome, zh, en))]
    current: date | None = None
    for item in chosen_items(plan, forum, day):
        today = plan.day_of(item.starts_at, zone())
        if today != current and forum is None:
            blocks.append(Heading(2, speech.day(today)))
        current = today
        blocks.append(_passage(matter, item))
    blocks.append(
        _speaking(matter, _l("Closing words"), lambda: _("This concludes the programme. Thank you for being with us."))
    )
    return frame(matter, speech.say(_l("Host's script")), blocks, subtitle=speech.of(zh, en))


def _speaking(matter: Matter, cue: LazyString | str, words: Callable[[], str]) -> Speaking:
    """The words in each language of the paper, one after the other, under a cue in its main one."""
    said = []
    for code in matter.speech.languages:
        with in_language(code):
            said.append(str(words()))
    with in_language(matter.speech.main):
        return Speaking(str(cue), "\n".join(said))


def _welcome(zh: str, en: str) -> str:
    return str(_("Distinguished guests, dear alumni, welcome to %(title)s.", title=pick(zh, en)))


def _passage(matter: Matter, item: PlanItem) -> Speaking:
    people = [matter.plan.speaker[one] for one in item.people if one in matter.plan.speaker]
    sounds = [f"{one.name} {name_sound(one.name)}" for one in people if name_sound(one.name)]
    title = matter.speech.of(item.zh, item.en)[0]
    cue = "  ·  ".join(part for part in (span(item.starts_at, item.ends_at), title, ", ".join(sounds)) if part)
    return _speaking(matter, cue, partial(_words, item, people))


def _called(people: list[PlanSpeaker]) -> list[str]:
    """Each with unit and office, as the language puts them."""
    if language() == "zh":
        return [f"{one.organisation}{one.title}{one.name}" for one in people]
    told = [
        (one.name_en or one.name, one.title_en or one.title, one.organisation_en or one.organisation) for one in people
    ]
    return [", ".join(part for part in parts if part) for parts in told]


def _words(item: PlanItem, called: list[PlanSpeaker]) -> str:
    title, people = pick(item.zh, item.en), ("、" if language() == "zh" else "; ").join(_called(called))
    if item.kind in {Kind.MEAL, Kind.TRANSFER, Kind.VISIT}:
        return str(_("Next: %(title)s. Please follow the signs.", title=title))
    if not people:
        return str(_("We come to %(title)s.", title=title))
    if item.kind == Kind.SIGNING:
        return str(_("We come to %(title)s. Please welcome on the stage %(people)s.", title=title, people=people))
    if item.kind == Kind.PANEL:
        return str(_("We come to %(title)s. Please welcome %(people)s.", title=title, people=people))
    return str(_("Please welcome %(people)s, who will speak: %(title)s.", title=title, people=people))
