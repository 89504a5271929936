"""Programs beside Python that some tests need."""

import os
import shutil

import pytest

SEARCH = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])
PACKAGES = {
    "pdftotext": "poppler-utils",
    "pdffonts": "poppler-utils",
    "pdftoppm": "poppler-utils",
    "zbarimg": "zbar-tools",
}


def need(program: str) -> str:
    """The path of the program. Where it is missing the test is skipped with one line; in CI it fails."""
    path = shutil.which(program, path=SEARCH)
    if path is not None:
        return path
    reason = f"{program} is not installed (apt-get install {PACKAGES.get(program, program)})"
    if os.environ.get("CI") == "true":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)
