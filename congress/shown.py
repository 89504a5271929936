"""States in words, for templates of any slice."""

from flask import Flask

from congress.accounts.states import FACTOR_NAMES
from congress.accounts.states import ROLE_NAMES as ACCOUNT_ROLE_NAMES
from congress.admin.acts import act_name, actor_name, object_name
from congress.alumni.states import CLAIM_NAMES, DEGREE_NAMES
from congress.credit.states import (
    DISPUTE_NAMES,
    MEASURE_NAMES,
    OBJECTION_NAMES,
    OBJECTOR_NAMES,
    PUBLICATION_NAMES,
    RULE_NAMES,
)
from congress.demo.logins import shown_logins
from congress.foundation.batches import BATCH_STATE_NAMES
from congress.notifications.states import STATE_NAMES as MESSAGE_STATE_NAMES
from congress.outcomes.states import KIND_NAMES as MILESTONE_KIND_NAMES
from congress.outcomes.states import MILESTONE_NAMES
from congress.registration.states import HOLDING_NAMES, STATUS_NAMES
from congress.schools.states import KIND_NAMES
from congress.signing.states import CATEGORY_NAMES, HOW_NAMES, ROLE_NAMES
from congress.signing.states import STATE_NAMES as INTENTION_STATE_NAMES


def name_states(app: Flask) -> None:
    """States in words, for templates of any slice."""
    app.jinja_env.filters.update(status_name=STATUS_NAMES.__getitem__, holding_name=HOLDING_NAMES.__getitem__)
    app.jinja_env.filters.update(
        rule_name=RULE_NAMES.__getitem__,
        dispute_name=DISPUTE_NAMES.__getitem__,
        objection_name=OBJECTION_NAMES.__getitem__,
        objector_name=OBJECTOR_NAMES.__getitem__,
        publication_name=PUBLICATION_NAMES.__getitem__,
        measure_name=MEASURE_NAMES.__getitem__,
        entity_kind_name=KIND_NAMES.__getitem__,
        intention_state_name=INTENTION_STATE_NAMES.__getitem__,
        intention_category_name=CATEGORY_NAMES.__getitem__,
        party_role_name=ROLE_NAMES.__getitem__,
        how_signed_name=HOW_NAMES.__getitem__,
        milestone_kind_name=MILESTONE_KIND_NAMES.__getitem__,
        milestone_state_name=MILESTONE_NAMES.__getitem__,
        role_name=ACCOUNT_ROLE_NAMES.__getitem__,
        factor_name=FACTOR_NAMES.__getitem__,
        message_state_name=MESSAGE_STATE_NAMES.__getitem__,
        act_name=act_name,
        actor_name=actor_name,
        object_name=object_name,
        batch_state_name=BATCH_STATE_NAMES.__getitem__,
        claim_name=CLAIM_NAMES.__getitem__,
        degree_name=DEGREE_NAMES.__getitem__,
    )
    app.jinja_env.globals["demo_logins"] = shown_logins
