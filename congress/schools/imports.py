"""Loading the lists of schools, divisions and industries: all or nothing, and the same file twice changes nothing."""

from sqlalchemy.orm import Session

from congress.foundation.i18n import _
from congress.foundation.tables import ImportRefused, ImportReport, Row, Table
from congress.schools.models import Division, Industry, School, SchoolName
from congress.schools.queries import all_divisions, all_industries, schools_with_names
from congress.schools.rules import SCHOOL_KINDS, house_code, is_school_code
from congress.schools.states import DivisionKind


def import_schools(session: Session, table: Table, report: ImportReport) -> ImportReport:
    """Columns: `school_code`, `name`, `kind` (高校 or 高中), and if wanted `code5`, `name_en`, `former_name`,
    `aliases` (split at `;`), `level`, `department`, `prefecture`. Rows without a code are known by name.

    Raises:
        ImportRefused: the report has an error; nothing is stored.
    """
    _need(table, report, "name", "kind")
    known = {school.code: school for school in schools_with_names(session)}
    by_name = {school.name: school for school in known.values()}
    seen: set[str] = set()
    for position, row in enumerate(table.rows, start=1):
        if not _check_school(row, report, seen):
            continue
        code = row.get("school_code")
        found = known.get(code) if code else by_name.get(row.get("name"))
        facts = {
            "code": code or (found.code if found else house_code(row.get("name"), set(known))),
            "code5": row.get("code5"),
            "name": row.get("name"),
            "name_en": row.get("name_en"),
            "kind": SCHOOL_KINDS[row.get("kind")],
            "level": row.get("level"),
            "department": row.get("department"),
            "prefecture": row.get("prefecture"),
            "position": position,
        }
        names = _names(row)
        school = found or School(names=[])
        changed = _apply(school, facts)
        if {name.name for name in school.names} != names:
            school.names = [SchoolName(name=name) for name in sorted(names)]
            changed = True
        report.count(created=found is None, changed=changed)
        if found is None:
            session.add(school)
            known[school.code] = by_name[school.name] = school
    return _finish(session, report)


def _check_school(row: Row, report: ImportReport, seen: set[str]) -> bool:
    code, name, kind = row.get("school_code"), row.get("name"), row.get("kind")
    if not name:
        report.error(row.item("name"), _("This field is needed."))
    elif name in seen:
        report.error(row.item("name"), _("This school is there twice."))
    seen.add(name)
    if code and not is_school_code(code):
        report.error(row.item("school_code"), _("A code has ten digits, or begins with HN-."))
    elif code and code in seen:
        report.error(row.item("school_code"), _("This code is there twice."))
    if code:
        seen.add(code)
    if kind not in SCHOOL_KINDS:
        report.error(row.item("kind"), _("The kind is 高校 or 高中."))
    return not report.failed


def _names(row: Row) -> set[str]:
    given = f"{row.get('former_name')};{row.get('aliases')}".replace("；", ";").replace("、", ";").replace("|", ";")
    return {name.strip() for name in given.split(";") if name.strip() and name.strip() != row.get("name")}


def import_divisions(session: Session, table: Table, report: ImportReport) -> ImportReport:
    """Columns: `name`, `level` (province, prefecture, county), and if wanted `code`, `name_en`, `parent_code`,
    `code_kind` (gbt2260, statistical, functional). The province itself is passed over.

    Raises:
        ImportRefused: the report has an error; nothing is stored.
    """
    _need(table, report, "name", "level")
    known = {division.code: division for division in all_divisions(session)}
    by_name = {division.name: division for division in known.values()}
    for position, row in enumerate(table.rows, start=1):
        name, level = row.get("name"), row.get("level")
        if level == "province":
            continue
        if not name:
            report.error(row.item("name"), _("This field is needed."))
            continue
        if level not in {"prefecture", "county"}:
            report.error(row.item("level"), _("The level is province, prefecture or county."))
            continue
        kind = row.get("code_kind") if row.get("code_kind") in {"statistical", "functional"} else level
        code = row.get("code")
        found = known.get(code) if code else by_name.get(name)
        parent = known.get(row.get("parent_code"))
        if level == "county" and parent is None:
            report.error(row.item("parent_code"), _("There is no such division above."))
            continue
        division = found or Division()
        changed = _apply(
            division,
            {
                "code": code or (found.code if found else house_code(name, set(known))),
                "name": name,
                "name_en": row.get("name_en"),
                "kind": DivisionKind(kind).value,
                "parent_id": parent.id if parent else None,
                "position": position,
            },
        )
        report.count(created=found is None, changed=changed)
        if found is None:
            session.add(division)
            session.flush()
            known[division.code] = by_name[division.name] = division
    return _finish(session, report)


def import_industries(session: Session, table: Table, report: ImportReport) -> ImportReport:
    """Columns: `code`, `name_zh`, `name_en`, `tier`; raises ImportRefused."""
    _need(table, report, "code", "name_zh")
    known = {industry.code: industry for industry in all_industries(session)}
    for position, row in enumerate(table.rows, start=1):
        found = known.get(row.get("code"))
        industry = found or Industry()
        facts = {name: row.get(name) for name in ("code", "name_zh", "name_en", "tier")}
        changed = _apply(industry, facts | {"position": position})
        report.count(created=found is None, changed=changed)
        if found is None:
            session.add(industry)
            known[industry.code] = industry
    return _finish(session, report)


def _need(table: Table, report: ImportReport, *columns: str) -> None:
    for column in columns:
        if column not in table.columns:
            report.error(f"row 1, column {column}", _("This column is missing."))
    if report.failed:
        raise ImportRefused(report)


def _apply(thing: object, facts: dict[str, object]) -> bool:
    changed = False
    for name, value in facts.items():
        if getattr(thing, name, None) != value:
            setattr(thing, name, value)
            changed = True
    return changed


def _finish(session: Session, report: ImportReport) -> ImportReport:
    if report.failed:
        raise ImportRefused(report)
    session.flush()
    return report
