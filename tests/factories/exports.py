"""Lists that somebody takes out."""

from typing import Any

from flask.testing import FlaskClient

from congress.exports.actions import write_export
from congress.foundation.batches import batch_by_public_id
from congress.foundation.db import db, reading


def write_out(export: str) -> str:
    """Do what the worker does for this export."""
    with reading() as session:
        batch = batch_by_public_id(session, export)
        assert batch is not None
        batch_id = batch.id
    write_export(batch_id)
    db.session.rollback()
    return export


def take_out(client: FlaskClient, name: str, narrowed: str = "", **told: str) -> Any:
    """The file of a short list, with the columns about persons unless told otherwise."""
    form = {"form": "csv", "personal": "y", "reason": "示例：核对名单"} | told
    return client.post(f"/console/exports/{name}?lang=zh&{narrowed}", data=form, follow_redirects=True)


def lines_of(client: FlaskClient, name: str, narrowed: str = "", **told: str) -> list[str]:
    """The head and the rows of a list as CSV."""
    answer = take_out(client, name, narrowed, **told)
    assert answer.status_code == 200, answer.text[:500]
    return answer.get_data().decode("utf-8-sig").splitlines()
