"""The police check 背景核查: a list goes out, who passed comes in, and nothing else is kept."""

import io
from datetime import datetime

from sqlalchemy.orm import Session

from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.documents.xlsx import write_table
from congress.foundation.i18n import LANGUAGES, LazyString, _, _l, in_language
from congress.foundation.sealed import FieldSeal
from congress.foundation.tables import ImportRefused, ImportReport, Table
from congress.privacy.actions import view_identity
from congress.privacy.models import PolicePass
from congress.privacy.queries import codes_and_passes, unchecked_identities
from congress.privacy.states import DOCUMENT_NAMES, DocumentKind, ViewReason
from congress.programme.models import Congress

CODE, RESULT = _l("Code"), _l("Result of the check")
# what comes back: passed, or nothing that could be kept
PASSED = {"pass", "通过", "合格"}
NOTHING = {"", "none", "无"}


def police_list(
    session: Session, congress: Congress, letter: str, seal: FieldSeal, *, by: Actor, now: datetime
) -> bytes:
    """Everybody who gave a number and has not passed: no more columns than the police need, each number logged."""
    found = unchecked_identities(session, congress.id)
    rows = [
        [
            one.registration.code, one.registration.name, str(DOCUMENT_NAMES[DocumentKind(one.kind)]),
            view_identity(session, one, ViewReason.POLICE, seal, by=by, now=now), "",
        ]
        for one in found
    ]  # fmt: skip
    record(session, by, "police.listed", "congress", congress.slug, now=now, rows=len(rows), letter=letter)
    out = io.BytesIO()
    columns = (CODE, _("Name"), _("Kind of document"), _("Number of the document"), RESULT)
    write_table(out, str(_("Police check")), [str(column) for column in columns], rows)
    return out.getvalue()


def take_results(session: Session, congress: Congress, table: Table, *, by: Actor, now: datetime) -> ImportReport:
    """Keep who passed, and forget a pass that is taken back; everything else in the sheet is left unread.

    Raises:
        ImportRefused: with everything that is wrong; nothing is kept then.
    """
    report = ImportReport()
    code_column, result_column = (_column(table, name, report) for name in (CODE, RESULT))
    known = codes_and_passes(session, congress.id)
    seen: set[str] = set()
    for row in table.rows if not report.failed else ():
        code, said = row.get(code_column).strip().upper(), row.get(result_column).strip().lower()
        if code not in known:
            report.error(row.item(code_column), _("There is no registration with this code."))
        elif code in seen:
            report.error(row.item(code_column), _("This code is there twice."))
        elif said not in PASSED | NOTHING:
            report.error(row.item(result_column), _("Only “pass”, “none” or nothing is taken."))
        else:
            seen.add(code)
            registration_id, kept = known[code]
            if said in PASSED and kept is None:
                session.add(PolicePass(registration_id=registration_id, noted_by=by.user_id, noted_at=now))
            elif said not in PASSED and kept is not None:
                session.delete(kept)
            changed = (said in PASSED) != (kept is not None)
            report.count(created=changed and kept is None, changed=changed)
    if report.failed:
        raise ImportRefused(report)
    record(
        session, by, "police.results", "congress", congress.slug, now=now, passed=report.created,
        taken_back=report.changed,
    )  # fmt: skip
    session.flush()
    return report


def _column(table: Table, name: LazyString, report: ImportReport) -> str:
    """The column by its name in any language."""
    names = set()
    for code in LANGUAGES:
        with in_language(code):
            names.add(str(name))
    found = next((column for column in table.columns if column in names), "")
    if not found:
        report.error("row 1", _("The column %(name)s is missing.", name=name))
    return found
