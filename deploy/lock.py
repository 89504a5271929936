"""Pin the closure of requirements.in and requirements-dev.in at the versions that are installed now.

Environment markers decide as they do on this machine; a package that is asked for but not installed stops it.
"""

import re
import sys
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
FILES = {"requirements.in": "requirements.txt", "requirements-dev.in": "requirements-dev.txt"}


def main() -> None:
    for source, target in FILES.items():
        versions = closure(wishes(ROOT / source))
        lines = [f"{name}=={version}\n" for name, version in sorted(versions.items())]
        (ROOT / target).write_text(f"# Pinned from {source} by `make lock`.\n" + "".join(lines), encoding="utf-8")
        print(f"{target}: {len(lines)} packages")


def wishes(path: Path) -> list[Requirement]:
    """The requirements a file names, with those of the files it includes."""
    found: list[Requirement] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        text = line.partition("#")[0].strip()
        if text.startswith("-r "):
            found += wishes(path.parent / text.removeprefix("-r ").strip())
        elif text:
            found.append(Requirement(text))
    return found


def closure(asked: list[Requirement]) -> dict[str, str]:
    """Every package that the asked ones need, by its normalised name."""
    versions: dict[str, str] = {}
    seen: set[tuple[str, frozenset[str]]] = set()
    waiting = [(requirement, "") for requirement in asked]
    while waiting:
        requirement, extra = waiting.pop()
        if requirement.marker and not requirement.marker.evaluate({"extra": extra}):
            continue
        name = re.sub(r"[-_.]+", "-", requirement.name).lower()
        key = (name, frozenset(requirement.extras))
        if key in seen:
            continue
        seen.add(key)
        try:
            found = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            sys.exit(f"{name} is asked for but not installed in this environment.")
        if not requirement.specifier.contains(found.version, prereleases=True):
            sys.exit(f"{name} {found.version} is installed, {requirement} is asked for.")
        versions[name] = found.version
        for line in found.requires or ():
            waiting += [(Requirement(line), each) for each in ("", *requirement.extras)]
    return versions


if __name__ == "__main__":
    main()
