"""The kinds of files that a list may become."""

from collections.abc import Mapping
from enum import StrEnum

from congress.foundation.i18n import LazyString, _l


class Form(StrEnum):
    XLSX = "xlsx"
    CSV = "csv"


FORM_NAMES: Mapping[Form, LazyString] = {
    Form.XLSX: _l("Workbook (xlsx)"),
    Form.CSV: _l("Plain table (csv)"),
}
