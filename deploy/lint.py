"""`make lint`: every check that reads the code without running the tests; all of them run, one failing fails it."""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = [
    name
    for name in ("congress", "tests", "deploy", "bench", "tools", "migrations", "worker.py")
    if (ROOT / name).exists()
]
BIN = Path(sys.executable).parent

CHECKS = {
    "formatting": [BIN / "ruff", "format", "--check", "--quiet", *FOLDERS],
    "style": [BIN / "ruff", "check", "--quiet", *FOLDERS],
    "imports": [BIN / "lint-imports"],
    "types": [BIN / "mypy", "--no-error-summary"],
    "template formatting": [BIN / "djlint", "--check", "templates"],
    "templates": [BIN / "djlint", "--lint", "--quiet", "templates"],
    "the API's document": [sys.executable, "-m", "deploy.check_openapi"],
}


def main() -> int:
    """Run the checks in turn, telling each one's outcome; 1 if any found something."""
    failed = []
    for number, (name, command) in enumerate(CHECKS.items(), 1):
        started = time.monotonic()
        done = subprocess.run(
            command, cwd=ROOT, check=False, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
        )
        outcome = "ok" if done.returncode == 0 else "FAILED"
        print(f"[{number}/{len(CHECKS)}] {name}: {outcome} ({time.monotonic() - started:.1f} s)", flush=True)
        if done.returncode:
            failed.append(name)
            print(done.stdout + done.stderr, flush=True)
    print(
        f"lint: {len(CHECKS) - len(failed)} of {len(CHECKS)} passed"
        + (f"; failed: {', '.join(failed)}" if failed else "")
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
