"""Words of this slice for templates of any slice."""

from flask import Flask

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


def show_credit(app: Flask) -> None:
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
