"""Intentions as the offices' own tables have them: which column is what, and a row read into the fields we store."""

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from stdnum.cn import uscc
from stdnum.exceptions import ValidationError as NumberError

from congress.foundation.i18n import LANGUAGES, LazyString, _, _l, in_language
from congress.foundation.money import WAN, is_currency
from congress.foundation.tables import ImportReport, Row
from congress.foundation.texts import clean_line
from congress.registration.names import check_printable
from congress.signing.rules import is_rate
from congress.signing.states import CATEGORY_NAMES, OFFICE_KEYS, SECRECY_NAMES, PartyRole

# GB/T 40058-2021
PROJECT_CODE = re.compile(r"[0-9]{4}-[0-9]{6}-[0-9]{2}-[0-9]{2}-[0-9]{6}")
MOST_FEN = 10**16
PERCENT = 10_000
FIELD_NAMES: Mapping[str, LazyString] = {
    "id": _l("Id of the intention"),
    **OFFICE_KEYS,
    "title": _l("Project"),
    "category": _l("Category"),
    "division": _l("Place"),
    "industry": _l("Industry"),
    "amount": _l("Amount in ten thousand"),
    "currency": _l("Currency"),
    "rate": _l("Rate: yuan for one of the other currency"),
    "rate_on": _l("Day of the rate"),
    "rate_source": _l("Source of the rate"),
    "investors": _l("Investors"),
    "codes": _l("Unified social credit codes of the investors"),
    "hosts": _l("Hosts"),
    "alumni": _l("Alumni"),
    "schools": _l("Schools and shares"),
    "planned": _l("What is planned"),
    "framework": _l("Framework agreement"),
    "platform": _l("Known of the event"),
    "secrecy": _l("Class of confidentiality"),
}
# what else offices call it, without blanks and brackets
ALSO: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "编号", "系统编号"),
    "project_code": ("赋码", "项目统一代码", "投资项目代码"),
    "contract_number": ("合同登记编号", "技术合同编号"),
    "receipt_number": ("票据编号", "捐赠票据号"),
    "title": ("title", "项目名称", "名称", "意向名称"),
    "category": ("kind", "项目类别", "类型"),
    "division": ("division", "落地地点", "落户地", "市州县市区", "所在地", "地区"),
    "industry": ("产业", "行业", "所属产业"),
    "amount": ("amount", "金额", "投资额", "投资总额", "签约金额", "合同金额", "协议金额"),
    "currency": ("币别",),
    "rate": ("折算汇率",),
    "investors": ("investor", "投资方", "投资企业", "投资单位", "甲方"),
    "codes": ("uscc", "统一社会信用代码", "信用代码"),
    "hosts": ("host", "引进单位", "承接单位", "乙方"),
    "alumni": ("校友姓名", "引荐校友"),
    "schools": ("school", "学校", "高校", "推荐学校"),
    "planned": ("建设内容", "项目内容", "备注"),
    "framework": ("是否框架协议", "框架"),
    "platform": ("platform", "来源平台", "签约活动", "平台"),
    "secrecy": ("secrecy", "密级", "保密等级"),
}
NEEDED_FIRST = ("title", "category", "division", "amount", "investors")
YES, NO = frozenset({"是", "yes", "y", "true", "1", "√"}), frozenset({"否", "no", "n", "false", "0"})
ROLE_OF = {"investors": PartyRole.INVESTOR, "hosts": PartyRole.HOST}
_BETWEEN = re.compile(r"[;；、\n]")
_SHARE = re.compile(r"(.+?)\s*([0-9]+(?:\.[0-9]{1,4})?)\s*[%％]$")


@dataclass(frozen=True, kw_only=True)
class Line:
    """One row that is right in itself: by which keys its intention is known, and what it says of it."""

    row: Row
    columns: Mapping[str, str]
    keys: Mapping[str, str]
    facts: Mapping[str, Any]

    def item(self, field: str) -> str:
        return self.row.item(self.columns.get(field))


def _bare(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text)
    return re.sub(r"[\s_\-*/.:、]", "", re.sub(r"[(\[【].*?[)\]】]", "", plain) or plain).casefold()


def _known() -> dict[str, str]:
    known = {name: field for field, names in ALSO.items() for name in names}
    for code in LANGUAGES:
        with in_language(code):
            known |= {_bare(str(name)): field for field, name in FIELD_NAMES.items()}
    return known


def guessed_field(column: str) -> str:
    """What a column is by its heading, in Chinese or English; empty where it is not known."""
    return _known().get(_bare(column), "")


def lacks(fields: Collection[str]) -> str | None:
    """A table names its intentions by a key of theirs, or has all that a new one needs."""
    if not {"id", *OFFICE_KEYS}.isdisjoint(fields) or set(NEEDED_FIRST) <= set(fields):
        return None
    names = "、".join(str(FIELD_NAMES[name]) for name in NEEDED_FIRST)
    return str(_("Say which column is a key of known intentions, or have all of: %(names)s.", names=names))


def read_line(row: Row, columns: Mapping[str, str], report: ImportReport) -> Line | None:
    """What the row says; None where it is empty, or wrong with each fault told. An empty cell says nothing."""
    cells = {field: row.get(column).strip() for field, column in columns.items() if row.get(column).strip()}
    if not cells:
        return None
    before = len(report.problems)
    read: dict[str, Any] = {}
    for field, cell in cells.items():
        try:
            read[field] = READERS.get(field, _printable)(cell)
        except ValueError as error:
            report.error(row.item(columns[field]), error)
    if any(problem.level == "error" for problem in report.problems[before:]):
        return None
    keys = {name: read.pop(name) for name in ("id", *OFFICE_KEYS) if name in read}
    codes = read.pop("codes", [])
    parties = [
        {"role": role, "name": name, "uscc": codes[place] if field == "investors" and place < len(codes) else None}
        for field, role in ROLE_OF.items()
        for place, name in enumerate(read.pop(field, []))
    ]
    return Line(row=row, columns=columns, keys=keys, facts=read | ({"parties": parties} if parties else {}))


def _printable(cell: str) -> str:
    return check_printable(clean_line(cell))


def _within(length: int) -> Callable[[str], str]:
    def read(cell: str) -> str:
        text = _printable(cell)
        if len(text) > length:
            raise ValueError(_("At most %(length)s characters are accepted.", length=length))
        return text

    return read


def _project_code(cell: str) -> str:
    if not PROJECT_CODE.fullmatch(cell):
        raise ValueError(_("A project code looks like 2024-430000-04-01-123456."))
    return cell


def _one_of(names: Mapping[Any, LazyString], refusal: LazyString) -> Callable[[str], str]:
    """Reads a value by itself or by its name in either language; of a name with a colon what stands before it."""

    def read(cell: str) -> str:
        for value, name in names.items():
            said = {str(value)}
            for code in LANGUAGES:
                with in_language(code):
                    said |= {str(name).casefold(), _before_colon(str(name)).casefold()}
            if cell.casefold() in said:
                return str(value)
        raise ValueError(refusal)

    return read


def _before_colon(name: str) -> str:
    return re.split("[:：]", name)[0]


def _number(cell: str) -> Decimal:
    try:
        return Decimal(unicodedata.normalize("NFKC", cell).replace(",", ""))
    except InvalidOperation:
        raise ValueError(_("A number is expected.")) from None


def _fen(cell: str) -> int:
    fen = _number(cell) * WAN
    if not fen.is_finite() or fen != int(fen):
        raise ValueError(_("An amount has at most six decimals in ten thousand yuan: one fen."))
    if not 0 <= fen <= MOST_FEN:
        raise ValueError(_("This amount is not possible."))
    return int(fen)


def _currency(cell: str) -> str:
    code = {"人民币": "CNY", "美元": "USD", "欧元": "EUR", "港元": "HKD", "港币": "HKD"}.get(cell, cell.upper())
    if not is_currency(code):
        raise ValueError(_("There is no such currency."))
    return code


def _rate(cell: str) -> str:
    if not is_rate(cell):
        raise ValueError(_("A rate is a number such as 7.1234: yuan for one of the other currency."))
    return cell


def _day(cell: str) -> date:
    try:
        return date.fromisoformat(cell[:10].replace("/", "-").replace(".", "-"))
    except ValueError:
        raise ValueError(_("A day such as 2026-11-20 is expected.")) from None


def _names(cell: str) -> list[str]:
    return list(dict.fromkeys(_within(200)(part) for part in _BETWEEN.split(cell) if part.strip()))


def _codes(cell: str) -> list[str]:
    try:
        return [str(uscc.validate(part.strip())) for part in _BETWEEN.split(cell) if part.strip()]
    except NumberError:
        raise ValueError(_("This is no unified social credit code.")) from None


def _schools(cell: str) -> list[dict[str, Any]]:
    found = []
    for name in _names(cell):
        shared = _SHARE.fullmatch(name)
        found.append(
            {"code": shared[1].strip(), "share": int(Decimal(shared[2]) * PERCENT)} if shared else {"code": name}
        )
    return found


def _alumni(cell: str) -> list[dict[str, Any]]:
    return [{"name": name} for name in _names(cell)]


def _yes_or_no(cell: str) -> bool:
    if cell.casefold() not in YES | NO:
        raise ValueError(_("Yes or no is expected."))
    return cell.casefold() in YES


def _paragraphs(cell: str) -> str:
    return "\n".join(_printable(line) for line in cell.split("\n"))


READERS: Mapping[str, Callable[[str], Any]] = {
    "project_code": _project_code, "contract_number": _within(40), "receipt_number": _within(40),
    "title": _within(200),
    "category": _one_of(CATEGORY_NAMES, _l("There is no such category.")),
    "amount": _fen, "currency": _currency, "rate": _rate,
    "rate_on": _day, "rate_source": _within(120), "investors": _names, "codes": _codes, "hosts": _names,
    "alumni": _alumni, "schools": _schools, "planned": _paragraphs, "framework": _yes_or_no,
    "platform": _within(40), "secrecy": _one_of(SECRECY_NAMES, _l("There is no such class.")),
}  # fmt: skip
