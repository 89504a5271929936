"""Words of this slice for templates of any slice."""

from flask import Flask

from congress.foundation.db import reading
from congress.privacy.queries import identity_terms
from congress.privacy.states import (
    CHANNEL_NAMES,
    DOCUMENT_NAMES,
    KEPT_NAMES,
    KEPT_PURPOSES,
    RIGHT_NAMES,
    STATE_NAMES,
    VIEW_REASON_NAMES,
)


def asks_identity(congress_id: int) -> bool:
    """Whether the congress wants numbers of identity documents; `/me` has a button then."""
    with reading() as session:
        terms = identity_terms(session, congress_id)
        return terms is not None and terms.is_asked


def show_rights(app: Flask) -> None:
    app.jinja_env.globals["asks_identity"] = asks_identity
    app.jinja_env.filters.update(
        right_name=RIGHT_NAMES.__getitem__,
        channel_name=CHANNEL_NAMES.__getitem__,
        rights_state_name=STATE_NAMES.__getitem__,
        document_name=DOCUMENT_NAMES.__getitem__,
        view_reason_name=VIEW_REASON_NAMES.__getitem__,
        kept_name=KEPT_NAMES.__getitem__,
        kept_purpose=KEPT_PURPOSES.__getitem__,
    )
