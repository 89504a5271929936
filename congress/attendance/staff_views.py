"""Statistics and lists of attendance in the console."""

from datetime import UTC, datetime, timedelta

from flask import Blueprint, Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from congress.accounts.permissions import is_organiser, is_viewer
from congress.attendance.lists import attendance_xlsx
from congress.attendance.production import WORK, queue_list
from congress.attendance.queries import (
    QUARTER,
    arrivals_per_quarter,
    came_count,
    category_attendance,
    school_attendance,
)
from congress.attendance.register import register_of
from congress.checkin.models import WHOLE_CONGRESS
from congress.checkin.queries import attendance_by_forum, attendance_by_track
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.audit import record
from congress.foundation.batches import BatchState, batch_by_public_id, batches_of_work, send_batch_file
from congress.foundation.db import reading, unit_of_work
from congress.foundation.documents.xlsx import XLSX
from congress.foundation.errors import NotFound
from congress.foundation.i18n import _, language, pick
from congress.foundation.pages import flash_done, local_time
from congress.programme.queries import the_congress, tracks_of

blueprint = Blueprint("attendance_staff", __name__)
MOST_SCHOOLS = 30
# four days of quarters in which anybody came
MOST_QUARTERS = 4 * 96


@blueprint.get("/console/attendance/statistics")
@requires(is_organiser | is_viewer)
def statistics() -> ResponseReturnValue:
    """Figures alone; nobody is named."""
    with reading() as session:
        congress_id = the_congress(session).id
        titles = {track.slug: pick(track.title_zh, track.title_en) for track in tracks_of(session, congress_id)}
        quarters = arrivals_per_quarter(session, congress_id, WHOLE_CONGRESS, limit=MOST_QUARTERS)
        batches = batches_of_work(session, WORK, congress_id)
        return render_template(
            "attendance/staff_statistics.html",
            present=came_count(session, congress_id),
            categories=[
                (pick(zh, en), *counts) for _slug, zh, en, *counts in category_attendance(session, congress_id)
            ],
            forums=[(pick(zh, en), *counts) for _slug, zh, en, *counts in attendance_by_forum(session, congress_id)],
            schools=[
                (pick(zh, en), *counts)
                for zh, en, *counts in school_attendance(session, congress_id, limit=MOST_SCHOOLS)
            ],
            tracks=[(titles[slug], count) for slug, count in attendance_by_track(session, congress_id)],
            quarters=[(_start_of(number), count) for number, count in quarters],
            most_schools=MOST_SCHOOLS,
            batches=batches,
            refresh=any(batch.state in {BatchState.QUEUED, BatchState.RUNNING} for batch in batches),
        )


def _start_of(quarter: int) -> str:
    return local_time(datetime.fromtimestamp(0, UTC) + timedelta(seconds=quarter * QUARTER), with_place=False)


@blueprint.get("/console/attendance.xlsx")
@requires(is_organiser)
def attendance_file() -> ResponseReturnValue:
    with unit_of_work() as session:
        congress = the_congress(session)
        content = attendance_xlsx(register_of(session, congress.id))
        record(
            session, current_actor(), "attendance.exported", "congress", congress.slug, now=clock.now(), format="xlsx"
        )
    response = Response(content, content_type=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="attendance-{congress.slug}.xlsx"'
    return response


@blueprint.post("/console/attendance/lists")
@requires(is_organiser)
def ask_list() -> ResponseReturnValue:
    with unit_of_work() as session:
        queue_list(session, the_congress(session), language(), by=current_actor(), now=clock.now())
    flash_done(_("The list is being drawn; the file appears below."))
    return redirect(url_for("attendance_staff.statistics"))


@blueprint.get("/console/attendance/lists/<job>.pdf")
@requires(is_organiser)
def list_file(job: str) -> ResponseReturnValue:
    with reading() as session:
        batch = batch_by_public_id(session, job)
        if batch is None or batch.work != WORK:
            raise NotFound
        return send_batch_file(batch)
