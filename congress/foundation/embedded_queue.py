"""The embedded broker: kombu's file transport, made safe for several processes that write and read at once.

As it comes, a reader can take a message that is still being written, and what it took travels through the
system's temporary folder, where a move between disks is a copy that two readers can make. Here a message
appears under its name only when it is whole, and is taken by one rename on the same disk.
"""

import json
import os
import time
from pathlib import Path
from queue import Empty
from typing import Any
from uuid import uuid4

from kombu.transport import TRANSPORT_ALIASES, filesystem

SCHEME = "embedded"
LONGEST_WAIT = 0.5


class Channel(filesystem.Channel):
    """One process's view of the folder of messages."""

    def _put(self, queue: str, payload: dict[str, Any], **_more: object) -> None:  # type: ignore[override]  # kombu's bases disagree on the name
        folder = Path(self.data_folder_out)
        whole = folder / f"{time.time_ns():020}_{uuid4().hex}.{queue}.msg"
        partial = whole.with_suffix(".partial")
        partial.write_text(json.dumps(payload), encoding="utf-8")
        os.replace(partial, whole)  # noqa: PTH105 -- says that it is atomic

    def _get(self, queue: str, timeout: float | None = None) -> Any:  # noqa: ARG002 -- kombu's signature
        tail = f".{queue}.msg"
        waiting = sorted(path for path in Path(self.data_folder_in).iterdir() if path.name.endswith(tail))
        for path in waiting:
            taken = Path(self.processed_folder) / path.name
            try:
                path.rename(taken)
            except FileNotFoundError:
                continue  # another worker was quicker
            content = taken.read_text(encoding="utf-8")
            taken.unlink()
            try:
                return json.loads(content)
            except ValueError:
                continue  # cut off by a full disk; the row it was to hurry is swept later
        raise Empty


class Transport(filesystem.Transport):
    """The transport that `embedded://` names."""

    Channel = Channel

    def drain_events(self, connection: Any, **wishes: Any) -> Any:  # type: ignore[override]  # bases disagree
        """Wait for half a second at most: a worker that is asked to stop looks up only in between."""
        wishes["timeout"] = min(wishes.get("timeout") or LONGEST_WAIT, LONGEST_WAIT)
        return super().drain_events(connection, **wishes)  # type: ignore[no-untyped-call]  # kombu has no types


TRANSPORT_ALIASES[SCHEME] = f"{__name__}:Transport"
