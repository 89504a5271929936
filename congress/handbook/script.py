"""The host's script 主持词: who is called to what, with offices, and the sound of each name."""

from datetime import date

from congress.foundation.i18n import _, _l, in_language, language
from congress.foundation.pages import zone
from congress.foundation.pinyin import name_sound
from congress.handbook.blocks import Block, Heading, Paper, Speaking
from congress.handbook.content import Matter, chosen_items, frame
from congress.handbook.speech import span
from congress.programme.plan import PlanItem, PlanSpeaker
from congress.programme.states import Kind


def host_script(matter: Matter, forum: str | None, day: date | None) -> Paper:
    """One passage for each item; hosts add what they like in the document for the office."""
    plan, speech = matter.plan, matter.speech
    blocks: list[Block] = []
    found = plan.forum.get(forum or "")
    about = speech.of(found.zh, found.en) if found else speech.of(plan.zh, plan.en)
    with in_language(speech.main):
        blocks.append(
            Speaking(_("Opening words"), _("Distinguished guests, dear alumni, welcome to %(title)s.", title=about[0]))
        )
        current: date | None = None
        for item in chosen_items(plan, forum, day):
            today = plan.day_of(item.starts_at, zone())
            if today != current and forum is None:
                blocks.append(Heading(2, speech.day(today)))
            current = today
            blocks.append(_passage(matter, item))
        blocks.append(Speaking(_("Closing words"), _("This concludes the programme. Thank you for being with us.")))
    return frame(matter, speech.say(_l("Host's script")), blocks, subtitle=about)


def _passage(matter: Matter, item: PlanItem) -> Speaking:
    people = [matter.plan.speaker[one] for one in item.people if one in matter.plan.speaker]
    title = matter.speech.of(item.zh, item.en)[0]
    sounds = [f"{one.name} {name_sound(one.name)}" for one in people if name_sound(one.name)]
    cue = "  ·  ".join(part for part in (span(item.starts_at, item.ends_at), title, ", ".join(sounds)) if part)
    return Speaking(cue, _words(item, title, ("、" if matter.speech.main == "zh" else "; ").join(_called(people))))


def _called(people: list[PlanSpeaker]) -> list[str]:
    """Each with unit and office, as the language puts them."""
    if language() == "zh":
        return [f"{one.organisation}{one.title}{one.name}" for one in people]
    told = [
        (one.name_en or one.name, one.title_en or one.title, one.organisation_en or one.organisation) for one in people
    ]
    return [", ".join(part for part in parts if part) for parts in told]


def _words(item: PlanItem, title: str, people: str) -> str:
    if item.kind in {Kind.MEAL, Kind.TRANSFER, Kind.VISIT}:
        return str(_("Next: %(title)s. Please follow the signs.", title=title))
    if not people:
        return str(_("We come to %(title)s.", title=title))
    if item.kind == Kind.SIGNING:
        return str(_("We come to %(title)s. Please welcome on the stage %(people)s.", title=title, people=people))
    if item.kind == Kind.PANEL:
        return str(_("We come to %(title)s. Please welcome %(people)s.", title=title, people=people))
    return str(_("Please welcome %(people)s, who will speak: %(title)s.", title=title, people=people))
