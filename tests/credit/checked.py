"""A published board judged twice: by the product, and by the script that shares no line with it."""

import importlib.util
import sys
from types import ModuleType
from typing import Any

from congress.credit.board_check import BoardReport, check_board
from congress.settings import ROOT

TOOLS = ROOT / "tools"


def tool(name: str) -> ModuleType:
    """A script that is used without the product."""
    spec = importlib.util.spec_from_file_location(name, TOOLS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    found = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


tool("verify_ledger")
alone = tool("verify_board")


def checked(
    document: dict[str, Any], opening: dict[str, Any] | None = None, trusted: str | None = None
) -> BoardReport:  # fmt: skip
    """What the product says; the script comes to the same verdict."""
    report = check_board(document, opening, trusted)
    faults, shown = alone.verify(document, opening, trusted)
    assert bool(faults) == bool(report.findings), (faults, report.findings)
    assert bool(shown) != bool(faults)
    return report
