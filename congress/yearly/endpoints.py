"""Yearly reports as JSON: frozen, released, and the signed document itself."""

import json
from datetime import datetime
from typing import Any

from flask import Blueprint
from pydantic import Field

from congress.credit.keys import board_key
from congress.foundation.endpoint import Answer, Body, Call, endpoint
from congress.foundation.errors import NotFound, StateRefused
from congress.foundation.pages import zone
from congress.foundation.paging import ListQuery, paginate
from congress.foundation.texts import NonEmptyLine
from congress.programme.queries import congress_by_slug
from congress.yearly.actions import OLDEST, freeze_report, release_report
from congress.yearly.errors import LedgerFault, SecondPerson, SumsDiffer
from congress.yearly.forms import LATEST
from congress.yearly.models import YearReport
from congress.yearly.permissions import makes_reports, reads_reports
from congress.yearly.queries import report_by_id, reports_statement

blueprint = Blueprint("yearly_api", __name__)
BASE = "/congresses/<slug>/yearly-reports"


class NewReport(Body):
    """The running counting year unless another is named, by the year in which it ends."""

    period: int | None = Field(default=None, ge=OLDEST, le=LATEST)


class ReportRelease(Body):
    document_number: NonEmptyLine = Field(max_length=80)


class ReportOut(Answer):
    id: str
    period: int
    as_of: datetime
    state: str
    document_number: str
    released_at: datetime | None


class WholeReport(ReportOut):
    document: dict[str, Any]


class ReportList(Answer):
    items: list[ReportOut]
    next: str | None


def _out(report: YearReport) -> ReportOut:
    return ReportOut(**_facts(report))


def _facts(report: YearReport) -> dict[str, Any]:
    return {
        "id": report.public_id, "period": report.period, "as_of": report.as_of, "state": report.state,
        "document_number": report.document_number,
        "released_at": report.decided_at if report.state == "released" else None,
    }  # fmt: skip


@endpoint(
    blueprint, "GET", BASE, access=reads_reports, scope="reports:read", query=ListQuery, answer=ReportList,
    errors=[NotFound],
)  # fmt: skip
def list_yearly_reports(call: Call) -> ReportList:
    """Yearly reports of the congress, the newest first."""
    congress = congress_by_slug(call.session, call.path["slug"])
    page = paginate(
        call.session, reports_statement(congress.id), [YearReport.id], limit=call.query.limit,
        cursor=call.query.cursor, descending=True,
    )  # fmt: skip
    return ReportList(items=[_out(report) for report in page.items], next=page.next)


@endpoint(
    blueprint, "GET", f"{BASE}/<report>", access=reads_reports, scope="reports:read", answer=WholeReport,
    errors=[NotFound],
)  # fmt: skip
def get_yearly_report(call: Call) -> WholeReport:
    """One report with its signed document; figures of single schools and places are internal."""
    congress = congress_by_slug(call.session, call.path["slug"])
    found = report_by_id(call.session, congress.id, call.path["report"])
    return WholeReport(**_facts(found), document=json.loads(found.document))


@endpoint(
    blueprint, "POST", BASE, access=makes_reports, scope="reports:write", body=NewReport, answer=ReportOut,
    status=201, errors=[NotFound, LedgerFault, SumsDiffer],
)  # fmt: skip
def post_yearly_report(call: Call) -> ReportOut:
    """Freeze what a counting year has come to by now."""
    congress = congress_by_slug(call.session, call.path["slug"])
    made = freeze_report(
        call.session, congress, call.body.period, key=board_key(), zone=zone(), by=call.actor, now=call.now
    )
    return _out(made)


@endpoint(
    blueprint, "POST", f"{BASE}/<report>/release", access=makes_reports, scope="reports:write", body=ReportRelease,
    answer=ReportOut, errors=[NotFound, SecondPerson, StateRefused],
)  # fmt: skip
def post_report_release(call: Call) -> ReportOut:
    """Release a report as a second person."""
    congress = congress_by_slug(call.session, call.path["slug"])
    found = report_by_id(call.session, congress.id, call.path["report"])
    release_report(call.session, found, call.body.document_number, by=call.actor, now=call.now)
    return _out(found)
