"""What a check of a sealed paper can find; apart from the check, which loads a large library."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    UNALTERED = "unaltered"
    ALTERED = "altered"
    EXTENDED = "extended"
    OVERLAID = "overlaid"
    TRUNCATED = "truncated"
    NOT_OURS = "not_ours"
    UNSEALED = "unsealed"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class SealReport:
    """What a check found, and by whose certificate the file is sealed."""

    verdict: Verdict
    signer: str = ""

    @property
    def good(self) -> bool:
        return self.verdict is Verdict.UNALTERED
