"""A delegation's list as a spreadsheet that can be brought again, and what was wrong with one that was brought."""

import base64
import io

from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from congress.delegations.models import Delegation
from congress.delegations.queries import nominees_of
from congress.foundation.documents.xlsx import XLSX, write_table
from congress.foundation.i18n import _, pick
from congress.foundation.noticed import write_noticed
from congress.foundation.tables import ImportReport, saved_upload
from congress.registration.roster_rows import guessed_field


def delegation_list(session: Session, delegation: Delegation) -> tuple[bytes, int]:
    """Its people in the order of the page, and how many they are."""
    found = nominees_of(session, delegation.id)
    columns = [
        str(text)
        for text in (
            _("Name"), _("Organisation"), _("Position"), _("Category"), _("Phone"), _("E-mail"), _("Code"),
            _("Head of the delegation"), _("Rank"), _("State"),
        )
    ]  # fmt: skip
    rows = (
        [
            held.name, held.organisation, held.title, pick(held.category.name_zh, held.category.name_en), held.phone,
            held.email, held.code, _("yes") if one.is_head else "", one.rank,
            _("Completed") if one.completed_at else _("Waits for the person"),
        ]
        for one in found
        for held in [one.registration]
    )  # fmt: skip
    out = io.BytesIO()
    write_table(out, delegation.name, columns, rows)
    return out.getvalue(), len(found)


def noticed_link(file: FileStorage, report: ImportReport) -> str:
    """The faulty rows with their reasons as an address that holds them itself: nothing of a refused list is kept."""
    out = io.BytesIO()
    with saved_upload(file) as path:
        write_noticed(out, path, report, guessed_field)
    return f"data:{XLSX};base64,{base64.b64encode(out.getvalue()).decode()}"
