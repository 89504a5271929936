"""The product with the guard of seats taken out, as a web page would do that looks first and takes later.

Only a test starts it, to show that its crowd does find an oversell where there is one.
"""

import sqlite3

from flask import g, request
from sqlalchemy import event, update
from sqlalchemy.orm import Session

from congress.app import create_app
from congress.foundation.db import db, reading
from congress.programme.models import Forum
from congress.registration import actions, seats

app = create_app()


@app.before_request
def look_first() -> None:
    if request.method == "POST":
        with reading() as session:
            g.seats_seen = {forum.id: forum.seats_left for forum in session.query(Forum)}


def take_what_was_seen(session: Session, forum_id: int) -> bool:
    if g.seats_seen[forum_id] <= 0:
        return False
    session.execute(update(Forum).where(Forum.id == forum_id).values(taken=Forum.taken + 1))
    return True


def _ignore_checks(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute("PRAGMA ignore_check_constraints=ON")


with app.app_context():
    if db.engine.dialect.name == "sqlite":
        event.listen(db.engine, "connect", _ignore_checks)
        db.engine.dispose()
seats.take_seat = take_what_was_seen
actions.refuse_full = lambda _forum: None
