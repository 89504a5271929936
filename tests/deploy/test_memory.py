"""What every web process carries from its start."""

import subprocess
import sys

import pytest

from congress.settings import ROOT

# megabytes each, for what few processes ever do: seals, spreadsheets, documents for the office, migrations
HEAVY = [
    "alembic", "docx", "fontTools.varLib.instancer", "openpyxl", "pptx", "pyhanko", "pypinyin.phrases_dict", "stripe",
]  # fmt: skip
LOADED = "import sys, congress.app; print(*[name for name in {heavy!r} if name in sys.modules])"


@pytest.mark.parametrize("package", HEAVY)
def test_what_few_requests_need_is_loaded_by_these_alone(package: str, carried: list[str]) -> None:
    assert package not in carried


@pytest.fixture(scope="module")
def carried() -> list[str]:
    code = LOADED.format(heavy=HEAVY)
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.split()
