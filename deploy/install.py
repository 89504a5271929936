"""Make `.venv` and install the pinned packages into it; standard library only, since nothing is installed yet.

`python3 deploy/install.py` installs what the product needs, `--dev` what its tests need too. Repeating it costs
nothing: a stamp in the environment names the list that was installed last.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)


def say(text: str) -> None:
    print(text, flush=True)


def stop(text: str) -> None:
    sys.exit(f"install: {text}")


def main() -> None:
    """Bring `.venv` to the state of the requirements file that was asked for."""
    if sys.version_info < OLDEST:
        stop(f"Python 3.11 or newer is needed, this is {sys.version.split()[0]}. Set PYTHON=python3.11 for make.")
    wanted = ["requirements-dev.txt"] if "--dev" in sys.argv[1:] else ["requirements.txt"]
    if is_up_to_date(wanted[0]):
        return
    started = time.monotonic()
    make_environment()
    install(ROOT / wanted[0])
    stamp(wanted[0]).write_text(digest(wanted[0]))
    say(f"      done in {time.monotonic() - started:.0f} s")


def stamp(name: str) -> Path:
    return VENV / f".installed-{name}"


def digest(name: str) -> str:
    return hashlib.sha256((ROOT / name).read_bytes()).hexdigest()


def is_up_to_date(name: str) -> bool:
    """Whether this list, or the larger one that holds it, was installed as it stands now."""
    holders = {name, "requirements-dev.txt"}
    return runs() and any(stamp(each).is_file() and stamp(each).read_text() == digest(each) for each in holders)


def runs() -> bool:
    return PYTHON.exists() and subprocess.run([PYTHON, "-c", ""], check=False, capture_output=True).returncode == 0


def make_environment() -> None:
    if runs():
        return
    say(f"[1/2] Making the virtual environment .venv with Python {sys.version.split()[0]}")
    ensure_venv_module()
    # an interrupted attempt leaves a folder without a working Python behind
    shutil.rmtree(VENV, ignore_errors=True)
    made = subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=False, capture_output=True, text=True)
    if made.returncode:
        stop(f"the virtual environment could not be made: {last_line(made.stdout + made.stderr)}")


def ensure_venv_module() -> None:
    """Debian ships Python without ensurepip; root may install it, others are told how."""
    if importlib.util.find_spec("ensurepip") is not None:
        return
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say(f"      installing {package} (Debian keeps it apart from Python)")
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        if subprocess.run(["apt-get", "install", "-y", "-qq", package], check=False).returncode == 0:
            return
    stop(f"Python's venv module is missing: apt-get install {package}")


def install(requirements: Path) -> None:
    """Install the pinned packages, telling every tenth one where pip is."""
    total = sum("==" in line for line in requirements.read_text().splitlines())
    say(f"[2/2] Installing {total} pinned packages from {requirements.name}")
    command = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--progress-bar", "off"]
    reached, tail = 0, ""
    with subprocess.Popen(
        [*command, "-r", str(requirements)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=ROOT
    ) as pip:
        for line in pip.stdout or ():
            tail = line.strip() or tail
            if line.startswith(("Collecting ", "Processing ", "Requirement already satisfied: ")):
                reached += 1
                if reached % 10 == 0 or reached == total:
                    say(f"      {min(reached, total):3} of {total} found")
            elif line.startswith("Installing collected packages"):
                say("      unpacking them")
            elif line.startswith("ERROR"):
                say(f"      {line.strip()}")
    if pip.returncode:
        stop(f"pip could not install {requirements.name}: {tail}")


def last_line(text: str) -> str:
    return next((line for line in reversed(text.splitlines()) if line.strip()), "no reason given")


if __name__ == "__main__":
    main()
