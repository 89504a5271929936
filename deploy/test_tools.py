"""Bring what the tests use beside Python packages: other programs by apt where this is root on Debian, and fonts.

What cannot be had is said in one line each; in CI that is a failure.
"""

import os
import shutil
import subprocess
import sys

from congress.foundation.documents.fonts import prepare_fonts

# the command that shows that it is there: Debian's package that brings it, and what is tested with it
TOOLS = {
    "chromium": ("chromium", "journeys in a real browser"),
    "pdftotext": ("poppler-utils", "PDF files read by another program"),
    "qpdf": ("qpdf", "PDF files checked by another program"),
    "zbarimg": ("zbar-tools", "QR codes read by another program"),
    "nginx": ("nginx-light", "the production layout"),
}
SEARCH = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])


def missing() -> dict[str, tuple[str, str]]:
    """The tools that are not there."""
    return {command: about for command, about in TOOLS.items() if shutil.which(command, path=SEARCH) is None}


def main() -> int:
    """Install what is missing; 1 in CI if something still is."""
    wanted = [package for package, _use in missing().values()]
    if wanted and os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Installing {', '.join(wanted)} by apt", flush=True)
        apt("update")
        # one by one: what one mirror lacks must not take the others along
        for package in wanted:
            print(f"  {package}", flush=True)
            apt("install", "--yes", "--no-install-recommends", package)
    # once for all the processes that test, instead of in each of them
    prepare_fonts(lambda text: print(text, flush=True))
    left = missing()
    for command, (package, use) in left.items():
        print(f"NOT TESTED: {use}: {command} is missing (apt-get install {package}).", flush=True)
    return 1 if left and os.environ.get("CI") == "true" else 0


def apt(*arguments: str) -> None:
    done = subprocess.run(
        ["apt-get", "-qq", *arguments],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
    )
    if done.returncode:
        lines = (done.stderr or done.stdout).strip().splitlines() or ["no reason given"]
        print(f"  apt-get {' '.join(arguments)}: {lines[-1]}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
