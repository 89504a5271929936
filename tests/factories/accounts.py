"""Users and tokens for tests."""

from datetime import UTC, datetime

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from congress.accounts.actions import create_user, issue_token
from congress.accounts.addresses import Address
from congress.accounts.models import User
from congress.accounts.queries import user_by_address
from congress.foundation.access import SYSTEM, Grant
from congress.foundation.db import reading

PASSWORD = "correct horse battery"


def make_user(
    session: Session, role: str, *, email: str = "", kind: str | None = None, code: str | None = None,
    password: str | None = PASSWORD,
) -> User:  # fmt: skip
    """A user with one role; the password is PASSWORD where none is given."""
    address = Address(email=email or f"{role}@congress.test")
    grants = [Grant(role, kind, code)]
    return create_user(
        session, address, name=f"{role} user", password=password, grants=grants, by=SYSTEM, now=datetime.now(UTC)
    )


def make_token(session: Session, user: User, *scopes: str) -> dict[str, str]:
    """Headers that carry a fresh token of the user."""
    token = issue_token(session, user, label="test", scopes=scopes, by=SYSTEM, now=datetime.now(UTC))
    return {"Authorization": f"Bearer {token}"}


def signed_in(app: Flask, email: str) -> FlaskClient:
    """A browser in which the user of this address is signed in."""
    client = app.test_client()
    with reading() as session:
        user = user_by_address(session, email)
        assert user is not None
        signed = {"user": user.id, "epoch": user.session_epoch, "seen": int(datetime.now(UTC).timestamp())}
    with client.session_transaction() as cookie:
        cookie.update(signed)
    return client
