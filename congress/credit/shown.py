"""Words of this slice for templates of any slice."""

from flask import Flask

from congress.credit.handing_out import checkpoint_file
from congress.credit.messages import MAKER
from congress.credit.sheet import in_words
from congress.credit.states import (
    DISPUTE_NAMES,
    MEASURE_NAMES,
    OBJECTION_NAMES,
    OBJECTOR_NAMES,
    PUBLICATION_NAMES,
    RULE_NAMES,
    unit_of,
)
from congress.notifications.delivery import register_maker


def show_credit(app: Flask) -> None:
    register_maker(MAKER, checkpoint_file)
    app.jinja_env.filters.update(
        rule_name=RULE_NAMES.__getitem__,
        dispute_name=DISPUTE_NAMES.__getitem__,
        objection_name=OBJECTION_NAMES.__getitem__,
        objector_name=OBJECTOR_NAMES.__getitem__,
        publication_name=PUBLICATION_NAMES.__getitem__,
        unit_of=unit_of,
        result=lambda total, measure: in_words(total, unit_of(measure)),
        measure_name=MEASURE_NAMES.__getitem__,
    )
