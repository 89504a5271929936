"""A measured figure, how it stands against others (`peers.toml`), and how both are printed."""

import json
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

PEERS = Path(__file__).parent / "peers.toml"
OTHERS = ("pretix", "indico", "must", "aim")
SHOWN = {
    "per_second": "{:,.0f}/s", "p50_ms": "p50 {:.1f} ms", "p95_ms": "p95 {:.1f}", "p99_ms": "p99 {:.1f}",
    "database_ms": "{:.1f} ms at the database", "worst_database_ms": "at worst {:.1f}",
    "worst_ms": "worst {:.1f} ms", "web_cpu_ms": "CPU {:.2f} ms", "statements": "{} SQL",
    "cpu_ms_each": "CPU {:.2f} ms each", "bytes_each": "{:,.0f} B each", "kilobytes": "{:.0f} kB",
    "pss_mib": "{:.0f} MiB", "peak_pss_mib": "peak {:.0f} MiB", "admitted": "{} admitted", "told": "{} told",
    "grown_mib": "grown by {:.0f} MiB", "peak_mib": "peak {:.0f} MiB",
    "taken": "{} taken", "refused": "{} refused", "elapsed_s": "{:.2f} s", "failed": "{} FAILED",
    "of_commits": "{:.2f} of bare commits", "growth": "{:.2f} of linear", "later_s": "next {:.2f} s",
    "later_kilobytes": "{:.1f} kB", "cpu_s": "CPU {:.2f} s",
    "scan_ms": "scan {:.2f} ms", "scan_times": "{:.2f} of the smallest",
    "looks": "{} looks",
}  # fmt: skip


@dataclass(frozen=True)
class Figure:
    """One line of the report: a row, in one of its variants, on one database."""

    row: str
    variant: str
    database: str
    values: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> str:
        """One JSON object on one line."""
        told = {"row": self.row, "variant": self.variant, "database": self.database}
        values = {name: round(value, 3) if isinstance(value, float) else value for name, value in self.values.items()}
        return json.dumps(told | values | {"against": list(against(self))}, ensure_ascii=False)

    def as_text(self) -> str:
        return "  ".join(text.format(self.values[name]) for name, text in SHOWN.items() if self.values.get(name))


@cache
def peers() -> list[dict[str, Any]]:
    return list(tomllib.loads(PEERS.read_text(encoding="utf-8"))["figure"])


def against(figure: Figure) -> Iterator[dict[str, Any]]:
    """For each figure that others have or that is asked for: theirs, and how many times better ours is."""
    for peer in peers():
        ours = figure.values.get(peer["of"])
        if (peer["row"], peer["variant"]) != (figure.row, figure.variant) or ours is None:
            continue
        compared: dict[str, Any] = {"of": peer["of"], "better": peer["better"]}
        for name in OTHERS:
            if name in peer:
                compared[name] = {"value": peer[name], "times": _times_better(peer["better"], ours, peer[name])}
        for name in {"must", "aim"} & peer.keys():
            compared[name]["reached"] = _is_reached(peer["better"], ours, peer[name])
        yield compared


def _times_better(better: str, ours: float, theirs: float) -> float:
    """Above 1 where ours is better."""
    above, below = (ours, theirs) if better == "higher" else (theirs, ours)
    return round(above / below, 2) if below else 0.0


def _is_reached(better: str, ours: float, asked: float) -> bool:
    if better == "exact":
        return ours == asked
    return ours >= asked if better == "higher" else ours <= asked


def table(figures: Iterable[Figure]) -> str:
    """All figures for a person to read."""
    lines = []
    for figure in figures:
        head = f"{figure.row:19}{figure.variant:21}{figure.database:11}"
        lines.append(f"{head}{figure.as_text()}")
        lines += [f"{'':30}{_compared(one)}" for one in against(figure)]
    return "\n".join(lines)


def _compared(one: dict[str, Any]) -> str:
    told = [f"{one['of']}:"]
    for name in OTHERS:
        if name in one:
            outcome = {True: " reached", False: " MISSED", None: ""}[one[name].get("reached")]
            told.append(f"{name} {one[name]['value']:g} ({one[name]['times']:g}×){outcome}")
    return "  ".join(told)
