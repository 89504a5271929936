"""Pure decisions about codes and kinds."""

from pypinyin import Style, lazy_pinyin

SCHOOL_KINDS = {
    "高校": "university", "university": "university",
    "高中": "school", "school": "school",
}  # fmt: skip
DIVISION_KINDS = {"prefecture": "prefecture", "county": "county"}
CODE_LENGTH = 10


def house_code(name: str, taken: set[str]) -> str:
    """`HN-` and the initials of the name, for what has no ministry code; a number where two would be alike."""
    initials = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER, errors="ignore")).upper() or "X"
    code = f"HN-{initials}"
    number = 2
    while code in taken:
        code = f"HN-{initials}-{number}"
        number += 1
    return code


def is_school_code(code: str) -> bool:
    """Ten digits of the ministry, or a house code."""
    return (len(code) == CODE_LENGTH and code.isascii() and code.isdigit()) or code.startswith("HN-")
