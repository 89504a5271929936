"""How scans come in: strict about the envelope, patient with each scan, so that none is lost for another's fault."""

import hashlib
import json
import re
from collections.abc import Sequence
from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from congress.checkin.judging import Told
from congress.foundation.endpoint import Body

LARGEST_SEQ = 2**62
MOST_DIGITS = 18
STORABLE_ID = re.compile(r"[!-~]{1,80}")


class ScanIn(BaseModel):
    """One scan. What is wrong with it makes a result, not an error."""

    model_config = ConfigDict(extra="ignore")

    id: Any = None
    token: Any = ""
    gate: Any = ""
    scanned_at: Any = None
    seq: Any = 0
    offline: Any = False
    verdict: Any = ""
    drill: Any = False

    @model_validator(mode="before")
    @classmethod
    def _of_any_shape(cls, told: object) -> object:
        """What is no scan at all is kept as the text of one."""
        return told if isinstance(told, dict) else {"token": json.dumps(told)}


class Batch(Body):
    """An envelope of scans; `told_scans` takes from each what no database holds."""

    takes_nul: ClassVar[bool] = True

    sent_at: Any = None
    scans: list[ScanIn] = Field(min_length=1, max_length=1000)

    @classmethod
    def model_validate_json(cls, json_data: str | bytes | bytearray, **more: Any) -> Self:
        """Half a character or an endless number in one scan is the fault of that scan alone."""
        try:
            return super().model_validate_json(json_data, **more)
        except ValidationError as error:
            try:
                told = json.loads(json_data, parse_int=_whole_number)
            except (ValueError, RecursionError):
                raise error from None
            return cls.model_validate(told)


class ScanBatch(Batch):
    """Scans of a device that says by itself who it is."""

    device: str = Field(min_length=1, max_length=80, pattern=r"^[ -~]+$")


def told_scans(scans: Sequence[ScanIn]) -> list[Told]:
    return [_told(scan) for scan in scans]


def _told(scan: ScanIn) -> Told:
    token, gate = _plain(scan.token), _plain(scan.gate)
    scanned_at = _plain(scan.scanned_at) if isinstance(scan.scanned_at, str) else scan.scanned_at
    seq = scan.seq if isinstance(scan.seq, int) and abs(scan.seq) < LARGEST_SEQ else 0
    known = isinstance(scan.id, str) and STORABLE_ID.fullmatch(scan.id) is not None
    return Told(
        id=scan.id if known else _stand_in(scan.id, token, gate, scanned_at, seq),
        token=token, gate=gate, scanned_at=scanned_at, seq=seq, offline=scan.offline is True,
        verdict=_plain(scan.verdict), drill=scan.drill is True, strange_id=None if known else _echo(scan.id),
        is_strange=not known,
    )  # fmt: skip


def _stand_in(*told: object) -> str:
    """An id for what has none that could be stored: the same for the same scan, and with a space, as no other has."""
    return "? " + hashlib.blake2b(json.dumps(told).encode(), digest_size=16).hexdigest()


def _echo(told: object) -> object:
    """The id as it was told; what JSON has no number for becomes null."""
    return json.loads(json.dumps(told), parse_constant=lambda _name: None)


def _whole_number(digits: str) -> int | str:
    return int(digits) if len(digits) <= MOST_DIGITS else digits


def _plain(value: object) -> str:
    """Text that every database takes: neither NUL nor halves of characters."""
    text = value if isinstance(value, str) else ""
    return text.encode("utf-8", "replace").decode().replace("\x00", "\ufffd")
