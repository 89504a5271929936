"""Checkpoints in other hands: what a chain inside one database cannot prove, its copies at the schools can."""

import json
from datetime import datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy.orm import Session

from congress.accounts.queries import holders_of
from congress.accounts.states import Role
from congress.credit.actions import take_checkpoint
from congress.credit.chain_queries import checkpoint_by_id, last_handed_out
from congress.credit.messages import tell_checkpoint
from congress.credit.models import Checkpoint, LedgerHead
from congress.credit.queries import lock_head
from congress.foundation.access import SYSTEM
from congress.foundation.audit import record
from congress.foundation.db import reading
from congress.notifications.delivery import File
from congress.programme.models import Congress

# not oftener, however fast the ledger grows
APART = timedelta(hours=20)


def hand_out_checkpoint(session: Session, congress: Congress, key: Ed25519PrivateKey, *, now: datetime) -> int:
    """Send a checkpoint to every school and place if the ledger or its holds have grown since the last one; to how
    many it went.
    """
    # held, so that two workers at once send one
    head = lock_head(session, congress.id)
    last = last_handed_out(session, congress.id)
    if head is None or head.count == 0 or (last is not None and not _is_due(last, head, now)):
        return 0
    holders = holders_of(session, [Role.SCHOOL, Role.DIVISION])
    readers = {user.id: user for users in holders.values() for user in users if user.email}
    if not readers:
        return 0
    checkpoint = take_checkpoint(session, congress, key, now=now)
    checkpoint.handed_to = len(readers)
    session.flush()
    for user in readers.values():
        tell_checkpoint(session, checkpoint, user, now=now)
    record(
        session, SYSTEM, "ledger.handed_out", "congress", congress.slug, now=now, count=head.count, told=len(readers)
    )  # fmt: skip
    return len(readers)


def _is_due(last: Checkpoint, head: LedgerHead, now: datetime) -> bool:
    told = (last.document["hash"], last.document["holds"]["hash"])
    return told != (head.hash, head.hold_hash) and now - last.at >= APART


def checkpoint_file(wish: dict[str, Any]) -> File | None:
    """The file that a message encloses."""
    with reading() as session:
        found = checkpoint_by_id(session, wish["checkpoint"])
        content = json.dumps(found.document, ensure_ascii=False, indent=2).encode()
        return f"checkpoint-{found.document['congress']}-{found.count}.json", "application/json", content
