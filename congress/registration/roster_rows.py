"""A roster's rows as offices write them, read into one shape: blanks in headers, full-width digits, 姓 and 名 apart."""

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from congress.accounts.addresses import lacks_area_code, normal_email, normal_phone
from congress.alumni.rules import sameness_keys
from congress.foundation.i18n import LazyString, _, _l
from congress.foundation.tables import ImportReport, Row
from congress.foundation.texts import clean_line
from congress.registration.names import check_printable

# field → the most characters it holds
FIELDS: Mapping[str, int] = {
    "name": 200, "family_name": 100, "given_name": 100, "email": 254, "phone": 40, "title": 200,
    "organisation": 200, "nationality": 80, "category": 40, "school": 400, "unit_title": 400, "office_number": 60,
}  # fmt: skip
FIELD_NAMES: Mapping[str, LazyString] = {
    "name": _l("Name"), "family_name": _l("Family name"), "given_name": _l("Given name"), "email": _l("E-mail"),
    "phone": _l("Phone"), "title": _l("Position"), "organisation": _l("Organisation"),
    "nationality": _l("Nationality"), "category": _l("Category"), "school": _l("School"),
    "unit_title": _l("Organisation and position in one"), "office_number": _l("The office's own number"),
}  # fmt: skip
KNOWN = {
    "name": (
        "name", "fullname", "personname", "participant", "attendee", "姓名", "名字", "嘉宾姓名", "校友姓名", "参会人",
        "参会人姓名", "人员姓名", "代表姓名",
    ),
    "family_name": ("familyname", "lastname", "surname", "姓", "姓氏"),
    "given_name": ("givenname", "firstname", "forename", "名"),
    "email": ("email", "emailaddress", "mail", "邮箱", "电子邮箱", "电子邮件", "邮件", "邮箱地址"),
    "phone": (
        "phone", "mobile", "telephone", "phonenumber", "mobilephone", "手机", "手机号", "手机号码", "电话", "联系电话",
        "电话号码", "联系方式",
    ),
    "title": ("title", "position", "jobtitle", "职务", "职位", "职务职称", "现任职务"),
    "organisation": (
        "organisation", "organization", "affiliation", "institution", "company", "employer", "unit", "单位",
        "工作单位", "单位名称", "公司", "机构", "所在单位",
    ),
    "unit_title": (
        "单位及职务", "单位职务", "单位和职务", "单位与职务", "工作单位及职务", "工作单位职务", "所在单位及职务",
    ),
    # 序号 is none: it says where a row stands, not whose it is
    "office_number": ("officenumber", "externalid", "personid", "编号", "人员编号", "嘉宾编号", "校友编号", "外部编号"),
    "nationality": ("nationality", "country", "国籍", "国家", "国家地区", "国籍地区"),
    "category": ("category", "type", "类别", "嘉宾类别", "证件类别", "类型", "身份"),
    "school": ("school", "schools", "university", "almamater", "学校", "毕业院校", "毕业学校", "母校", "院校"),
}  # fmt: skip
_FIELD_OF = {name: field for field, names in KNOWN.items() for name in names}
_BETWEEN_SCHOOLS = re.compile(r"[;；、,，/]")
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code - 0xFEE0).isalnum()} | {0x3000: 0x20}
# what is written where there is nothing to say; «NA» as an organisation would stand on badges
_NOTHING = frozenset(
    {"NA", "N/A", "#N/A", "NULL", "null", "NaN", "nan", "None", "-", "--", "—", "——", "/", "\\", "无", "暂无"}
)
_ASIDE = re.compile(
    r"\s*[（(]\s*(?:[男女]|[\u4e00-\u9fff]{1,5}族)(?:\s*[，,、；;\s]\s*(?:[男女]|[\u4e00-\u9fff]{1,5}族))*\s*[)）]$"
    r"|(?<=\S)\s*(?:先生|女士)$"
    r"|^(?:Mr|Mrs|Ms|Miss)\b\.?\s+(?=\S)"
)
_TOTAL = re.compile(
    r"(?:合计|总计|小计|共计|total)[：:]?\s*(?:共?\s*\d+\s*[人名位]?)?|共\s*\d+\s*[人名位]", re.IGNORECASE
)
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One row that is right in itself."""

    row: Row
    columns: Mapping[str, str]
    name: str
    family_name: str
    given_name: str
    email: str | None
    phone: str | None
    title: str
    organisation: str
    nationality: str
    category: str
    schools: tuple[str, ...]
    office_number: str = ""

    @property
    def addressed(self) -> bool:
        return bool(self.email or self.phone)

    @property
    def address_keys(self) -> list[str]:
        return sameness_keys(self.name, email=self.email, phone=self.phone, organisation="") if self.addressed else []

    @property
    def unit_keys(self) -> list[str]:
        """The name with the organisation; empty without one."""
        return sameness_keys(self.name, email=None, phone=None, organisation=self.organisation)

    @property
    def language(self) -> str:
        """What the badge is written in: a roster does not say, so the name does."""
        return "zh" if _HAN.search(self.name) else "en"

    def item(self, field: str) -> str:
        return self.row.item(self.columns.get(field))


def narrow(text: str) -> str:
    """Full-width letters, digits and blanks as the plain ones; Chinese punctuation in names is left alone."""
    return text.translate(_WIDE)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _header(text: str) -> str:
    """A column's name for comparing: without blanks, marks and what stands in brackets."""
    plain = re.sub(r"[(（\[【].*?[)）\]】]", "", unicodedata.normalize("NFKC", text))
    return re.sub(r"[\s_\-*/.:：、]", "", plain or text).casefold()


def guessed_field(column: str) -> str:
    """What a column is by its heading, in Chinese or English; empty where it is not known."""
    return _FIELD_OF.get(_header(column), "")


def match_columns(
    columns: Sequence[str], mapping: Mapping[str, str], report: ImportReport, *, unread: Collection[str] = ()
) -> dict[str, str]:  # fmt: skip
    """Field → column. What was mapped goes first (to no field: not to be read), then what is known by its name;
    the rest, and what is `unread` in lists of this kind, is noted.
    """
    found: dict[str, str] = {}
    left_out: set[str] = set()
    by_header = {_exact(column): column for column in columns}
    for given, field in mapping.items():
        column = by_header.get(_exact(given))
        if column is None:
            report.error(f"row 1, column {given}", _("This column is missing."))
        elif field:
            found[field] = column
        else:
            left_out.add(column)
    for column in columns:
        guessed = guessed_field(column)
        field = "" if guessed in unread else guessed
        if column in left_out or column in found.values():
            continue
        if field and field not in found:
            found[field] = column
        elif column:
            report.note(f"row 1, column {column}", _("This column is not known and was not read."))
    if "name" not in found and not {"family_name", "given_name"} <= found.keys():
        report.error("row 1, column name", _("This column is missing."))
    return found


def _exact(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def says(row: Row, column: str | None) -> str:
    """What a cell says; what only fills it says nothing."""
    text = row.get(column) if column else ""
    return "" if text.strip() in _NOTHING else text


def _is_total(row: Row, name: str) -> bool:
    """「合计」, or 「共 113 人」 where the names stand."""
    return bool(not name or _TOTAL.fullmatch(name)) and any(_TOTAL.fullmatch(cell) for cell in row.cells.values())


def read_entry(row: Row, columns: Mapping[str, str], report: ImportReport) -> Entry | None:
    """What the row says; None where it is empty or a total, or wrong with each fault told."""
    cells = {field: says(row, column) for field, column in columns.items()}
    if not any(cells.values()):
        return None
    if _is_total(row, cells.get("name", "")):
        report.note(row.item(), _("A line of totals; passed over."))
        return None
    before = len(report.problems)
    texts = {field: _read(row, columns, field, _line, cells.get(field, ""), report) for field in FIELDS}
    name = _bare_name(row, texts["name"] or _whole_name(texts["family_name"], texts["given_name"]), report)
    if not name:
        report.error(row.item(columns.get("name", columns.get("family_name"))), _("This field is needed."))
    unit, title = _apart(texts["unit_title"])
    unit, title = texts["organisation"] or unit, texts["title"] or title
    for field, text in {"name": name, "organisation": unit, "title": title}.items():
        _read(row, columns, field, check_printable, text, report)
    email = _read(row, columns, "email", lambda text: normal_email(_plain(text)), texts["email"], report)
    phone = _read(row, columns, "phone", lambda text: normal_phone(_plain(text)), texts["phone"], report)
    if phone and lacks_area_code(phone):
        report.note(row.item(columns["phone"]), _("This number has no area code and cannot be called from elsewhere."))
    if name and not (texts["email"] or texts["phone"] or unit or texts["office_number"]):
        report.error(row.item(), _("An e-mail address, a phone number or an organisation is needed."))
    if any(problem.level == "error" for problem in report.problems[before:]):
        return None
    return Entry(
        row=row,
        columns=columns,
        name=name,
        family_name=texts["family_name"],
        given_name=texts["given_name"],
        email=email or None,
        phone=phone or None,
        title=title,
        organisation=unit,
        nationality=texts["nationality"],
        category=texts["category"],
        schools=tuple(dict.fromkeys(part.strip() for part in _BETWEEN_SCHOOLS.split(texts["school"]) if part.strip())),
        office_number=texts["office_number"],
    )


def _bare_name(row: Row, text: str, report: ImportReport) -> str:
    """The name without sex, ethnicity and forms of address, which would stand on the badge."""
    name = text
    while (found := _ASIDE.search(name)) and len(name) > len(found[0]) + 1:
        name = name[: found.start()] + name[found.end() :]
    if name != text:
        report.note(row.item(), _("Read as the name «%(name)s».", name=name))
    return name


def _apart(text: str) -> tuple[str, str]:
    """Unit and position where a blank stands between the two; without one the whole is the unit."""
    unit, _blank, title = text.rpartition(" ")
    return (unit, title) if unit and _HAN.search(text) else (text, "")


def _read(
    row: Row, columns: Mapping[str, str], field: str, check: Callable[[str], str], text: str, report: ImportReport
) -> str:
    """The text as the check gives it back; a fault is told at row and column."""
    if not text:
        return ""
    try:
        checked = check(text)
    except ValueError as error:
        report.error(row.item(columns.get(field)), error)
        return ""
    if len(checked) > FIELDS[field]:
        report.error(row.item(columns.get(field)), _("The text is too long."))
        return ""
    return checked


def _line(text: str) -> str:
    """One clean line; blanks that only spread a Chinese name out are dropped."""
    line = clean_line(narrow(text))
    parts = line.split()
    return "".join(parts) if all(len(part) == 1 and _HAN.match(part) for part in parts) else line


def _whole_name(family: str, given: str) -> str:
    """The family name first where it is written in Chinese, last elsewhere."""
    if _HAN.search(family + given):
        return family + given
    return f"{given} {family}".strip()
