"""QR codes of addresses, as a phone's camera opens them."""

from dataclasses import dataclass

import qrcode
from qrcode.constants import ERROR_CORRECT_M

QUIET_ZONE = 4  # modules of white around, as ISO 18004 asks


@dataclass(frozen=True)
class LinkCode:
    """A QR code as the path of an SVG, with its quiet zone; `size` is the side in modules."""

    size: int
    path: str


def link_code(link: str) -> LinkCode:
    """The code of an address that a phone's camera opens."""
    rows = link_matrix(link)
    dark = [
        f"M{x + QUIET_ZONE} {y + QUIET_ZONE}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, module in enumerate(row)
        if module
    ]
    return LinkCode(len(rows) + 2 * QUIET_ZONE, "".join(dark))


def link_matrix(link: str) -> list[list[bool]]:
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(link)
    code.make(fit=True)
    return [[bool(module) for module in row] for row in code.modules]
