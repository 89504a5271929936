"""How scans come in: strict about the envelope, patient with each scan, so that none is lost for another's fault."""

from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from congress.checkin.hotpath import Told
from congress.foundation.endpoint import Body

LARGEST_SEQ = 2**62


class ScanIn(BaseModel):
    """One scan; only its id must be in order. What else is wrong makes a result, not an error."""

    model_config = ConfigDict(extra="ignore")

    id: str = Field(min_length=1, max_length=80, pattern=r"^[!-~]+$")
    token: Any = ""
    gate: Any = ""
    scanned_at: Any = None
    seq: Any = 0
    offline: Any = False
    verdict: Any = ""


class ScanBatch(Body):
    """The envelope; `told_scans` takes from each scan what no database holds."""

    takes_nul: ClassVar[bool] = True

    device: str = Field(min_length=1, max_length=80, pattern=r"^[ -~]+$")
    sent_at: Any = None
    scans: list[ScanIn] = Field(min_length=1, max_length=1000)


def told_scans(scans: list[ScanIn]) -> list[Told]:
    return [
        Told(
            id=scan.id,
            token=_plain(scan.token),
            gate=_plain(scan.gate),
            scanned_at=_plain(scan.scanned_at) if isinstance(scan.scanned_at, str) else scan.scanned_at,
            seq=scan.seq if isinstance(scan.seq, int) and abs(scan.seq) < LARGEST_SEQ else 0,
            offline=scan.offline is True,
            verdict=_plain(scan.verdict),
        )
        for scan in scans
    ]


def _plain(value: object) -> str:
    """Text that every database takes: neither NUL nor halves of characters."""
    text = value if isinstance(value, str) else ""
    return text.encode("utf-8", "replace").decode().replace("\x00", "\ufffd")
