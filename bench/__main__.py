"""`make bench`: measure the product; one JSON object a line on standard output, all else on standard error.

Choose with ARGS: `make bench ARGS="--quick --rows scans,home --databases sqlite"`. Two figures of one run may be
compared, and each with the bare commits beside it; figures of two machines may not.
"""

import argparse
import dataclasses
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence

from bench.camera_rows import camera
from bench.figures import Figure, table
from bench.gate_rows import batch_scans, one_badge, scans
from bench.ledger_rows import board, ledger_verify
from bench.list_rows import export_rows, list_search
from bench.offline_rows import manifests, offline_uploads
from bench.page_rows import home, memory, registration_list
from bench.paper_rows import agendas, badges
from bench.programme_rows import programme
from bench.registration_rows import registration_pages, registrations, seats
from bench.roster_rows import import_people
from bench.screen_rows import screen
from bench.stage import DATABASES, QUICK, Size, Stage, say, staged
from congress.foundation.documents.fonts import prepare_fonts

# in this order: the big screen counts who is new, so it comes first; the memory is looked at last, when everything
# has been through the web processes
ROWS: Mapping[str, Callable[[Stage], Iterator[Figure]]] = {
    "screen": screen,
    "scans": scans,
    "batch_scans": batch_scans,
    "one_badge": one_badge,
    "offline_uploads": offline_uploads,
    "manifest": manifests,
    "camera": camera,
    "registrations": registrations,
    "registration_pages": registration_pages,
    "seats": seats,
    "home": home,
    "list": registration_list,
    "list_search": list_search,
    "export_rows": export_rows,
    "badges": badges,
    "agendas": agendas,
    "programme": programme,
    "import_people": import_people,
    "board": board,
    "ledger_verify": ledger_verify,
    "memory": memory,
}


def main() -> int:
    """Measure what was asked for; the exit code of the command."""
    asked = arguments()
    rows = chosen(asked.rows, ROWS)
    size = dataclasses.replace(QUICK if asked.quick else Size(), **sizes(asked))
    prepare_fonts(say)
    began, figures = time.monotonic(), []
    for database in chosen(asked.databases, DATABASES):
        with staged(database, size) as stage:
            for row in rows:
                say(f"{database}: {row}")
                for figure in ROWS[row](stage):
                    print(figure.as_json(), flush=True)
                    figures.append(figure)
    say(f"\n{table(figures)}\n\n{len(figures)} figures in {time.monotonic() - began:.0f} s.")
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description="Measure the product.")
    parser.add_argument("--rows", default="", help=f"which, with commas between: {', '.join(ROWS)}")
    parser.add_argument("--databases", default="", help=f"on which: {', '.join(DATABASES)}")
    parser.add_argument("--quick", action="store_true", help="small and short, to see that it works")
    parser.add_argument("--people", type=int, help="how many registrations there are (100000 for the long list)")
    parser.add_argument("--entries", type=int, help="how many entries the ledger has")
    parser.add_argument("--seconds", type=float, help="how long each load lasts at most")
    parser.add_argument("--processes", type=int, help="how many web processes")
    return parser.parse_args()


def chosen(text: str, known: Sequence[str] | Mapping[str, object]) -> list[str]:
    """The names asked for, in the order in which they are known; all where none is."""
    names = {name.strip() for name in text.split(",") if name.strip()}
    if unknown := sorted(names - set(known)):
        sys.exit(f"bench: there is no {', '.join(unknown)}; choose from {', '.join(known)}.")
    return [name for name in known if not names or name in names]


def sizes(asked: argparse.Namespace) -> dict[str, int | float]:
    told = {name: getattr(asked, name) for name in ("people", "entries", "seconds", "processes")}
    return {name: value for name, value in told.items() if value is not None}


if __name__ == "__main__":
    sys.exit(main())
