"""What a page of any slice may ask of this one."""

from flask import Flask

from congress.foundation.db import reading
from congress.review.queries import open_question


def is_asked(registration_id: int) -> bool:
    """Whether something is asked of somebody under review; `/me` has a button then."""
    with reading() as session:
        return open_question(session, registration_id) is not None


def show_review(app: Flask) -> None:
    app.jinja_env.globals["is_asked"] = is_asked
