"""Pure decisions about codes and kinds."""

from congress.foundation.pinyin import syllables

SCHOOL_KINDS = {
    "高校": "university", "university": "university",
    "高中": "school", "school": "school",
}  # fmt: skip
DIVISION_KINDS = {"prefecture": "prefecture", "county": "county"}
CODE_LENGTH = 10


def house_code(name: str, taken: set[str]) -> str:
    """`HN-` and the initials of the name, for what has no ministry code; a number where two would be alike."""
    initials = "".join(syllable[0] for syllable in syllables(name, others=False)).upper() or "X"
    code = f"HN-{initials}"
    number = 2
    while code in taken:
        code = f"HN-{initials}-{number}"
        number += 1
    return code


def is_school_code(code: str) -> bool:
    """Ten digits of the ministry, or a house code."""
    return (len(code) == CODE_LENGTH and code.isascii() and code.isdigit()) or code.startswith("HN-")
