"""`python -m deploy.backup FOLDER`: the database and the files that belong to it, in one archive.

The archive holds `database.dump` (pg_dump's custom format) or `database.sqlite`, and what lies in the instance
folder: keys, uploads, batches. It can restore everything and forge everything: keep it where the keys may be.
"""

import shutil
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
from contextlib import closing
from pathlib import Path

from congress.foundation import clock
from congress.settings import Settings

# rebuilt or refilled by itself: the queue, the schedule's memory, a `make up` inside the folder
LEFT_OUT = {"queue", "up", "temp", "postgres"}


def main() -> int:
    """0 and the archive's name, or 1 and one line."""
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):  # noqa: PLR2004 -- the program and the folder
        print("usage: python -m deploy.backup FOLDER", file=sys.stderr)
        return 2
    try:
        print(write_archive(Settings.of_process(), Path(sys.argv[1])))
    except (OSError, sqlite3.Error, subprocess.CalledProcessError) as error:
        said = getattr(error, "stderr", None) or str(error)
        print(f"No backup was written: {said.strip().splitlines()[-1]}", file=sys.stderr)
        return 1
    return 0


def write_archive(settings: Settings, target: Path) -> Path:
    """Write the archive whole or not at all; answers its path."""
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    final = target / f"congress-{clock.now():%Y%m%dT%H%M%SZ}.tar.gz"
    partial = final.with_suffix(".partial")
    with tempfile.TemporaryDirectory(dir=target) as scratch:
        database = dump_database(settings, Path(scratch))
        # the database first: a file that comes later is unknown to it, a missing one would be a hole
        with tarfile.open(partial, "w:gz", compresslevel=3) as archive:
            archive.add(database, database.name)
            for path in sorted(settings.instance_dir.iterdir()):
                if is_kept(settings, path):
                    archive.add(path, f"instance/{path.name}")
        partial.chmod(0o600)
        partial.replace(final)
    return final


def is_kept(settings: Settings, path: Path) -> bool:
    database = Path(settings.database_url.removeprefix("sqlite:///")).name
    return path.name not in LEFT_OUT and not path.name.startswith((database, "beat"))


def dump_database(settings: Settings, folder: Path) -> Path:
    """A consistent copy while the product goes on working."""
    if settings.is_sqlite:
        copy = folder / "database.sqlite"
        source = Path(settings.database_url.removeprefix("sqlite:///"))
        with (
            closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as live,
            closing(sqlite3.connect(copy)) as out,
        ):
            live.backup(out)
        return copy
    program = shutil.which("pg_dump")
    if program is None:
        raise FileNotFoundError("pg_dump is not installed (Debian: apt-get install postgresql-client).")
    dump = folder / "database.dump"
    url = settings.database_url.replace("postgresql+psycopg://", "postgresql://", 1)
    subprocess.run(
        [program, "--format=custom", "--no-owner", f"--file={dump}", f"--dbname={url}"],
        check=True,
        capture_output=True,
        text=True,
    )
    return dump


if __name__ == "__main__":
    sys.exit(main())
