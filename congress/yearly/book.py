"""A yearly report as it is read: its document alone, in the reader's language and in one of two editions."""

import json

from congress.foundation.i18n import _, language, pick
from congress.foundation.pages import local_time
from congress.yearly.annexes import entities, months, outcomes, proof
from congress.yearly.chapters import boards, in_front, places, rates, results, signed, talents
from congress.yearly.models import YearReport
from congress.yearly.parts import Book, Facts, day_of, moment_of
from congress.yearly.states import EDITION_NAMES, REPORT_NAMES, Edition, ReportState


def book_of(report: YearReport, edition: Edition) -> Book:
    """The report in one edition; the public one has nothing of any single school or place but the boards' order."""
    facts = json.loads(report.document)
    inside = edition is Edition.INTERNAL
    chapters = [results(facts), signed(facts)]
    chapters += [rates(facts), places(facts)] if inside else [in_front(facts)]
    chapters += [talents(facts, whole=inside), boards(facts)]
    if inside:
        chapters += [months(facts), entities(facts), outcomes(facts), proof(facts)]
    title = _("Yearly report of the alumni congress, counting year %(period)s", period=facts["period"])
    return Book(
        title=str(title), lead=_lead(facts, edition),
        demo=str(_("Demo data: the people, firms, schools and figures are invented.")) if facts["demo"] else "",
        chapters=[one for one in chapters if one.parts or one.said], version=_version(report, facts, edition),
        language=language(), at=report.as_of, number=report.public_id,
    )  # fmt: skip


def _lead(facts: Facts, edition: Edition) -> list[str]:
    told = [
        _("%(congress)s: from %(first)s to %(last)s, as it stood on %(time)s.",
          congress=pick(facts["title"]["zh"], facts["title"]["en"]), first=day_of(facts["from"]),
          last=day_of(facts["until"]), time=moment_of(facts)),
    ]  # fmt: skip
    if not facts["is_over"]:
        told.append(_("The counting year is not over; the figures are those until then."))
    if edition is Edition.INTERNAL:
        told.append(_("Internal: it has figures of single schools and places that are not public."))
    else:
        told.append(_("By incomplete statistics; what was verified later counts in the next year."))
    return [str(one) for one in told]


def _version(report: YearReport, facts: Facts, edition: Edition) -> list[tuple[str, str]]:
    ledger = facts["ledger"]
    told = [
        (_("Edition"), EDITION_NAMES[edition]),
        (_("State"), REPORT_NAMES[ReportState(report.state)]),
        (_("Number of the report"), report.public_id),
        (_("Document number"), report.document_number),
        (_("Rules"), facts["rule_version"]),
        (_("As of"), moment_of(facts)),
        (_("Ledger"), _("%(count)s entries, ending in %(hash)s…", count=ledger["count"], hash=ledger["hash"][:16])),
        (_("Released at"), local_time(report.decided_at) if report.state == ReportState.RELEASED else ""),
    ]
    return [(str(label), str(value)) for label, value in told if value]
