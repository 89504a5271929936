"""Whatever is sent to the API, the answer is problem+json and never an internal error.

Values come from the API's own document, valid and invalid. Path parts are real ones in every second case, so that
calls get past the question whether the object exists.
"""

import os

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode

from tests.world import World

EXAMPLES = int(os.environ.get("API_EXAMPLES", "20"))
SETTINGS = settings(
    max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


def ask_anything(world: World, operation: schemathesis.APIOperation) -> list[object]:
    """Many calls of one operation by those whom most of it is open to; the calls that went wrong."""
    cases = st.one_of(operation.as_strategy(generation_mode=mode) for mode in GenerationMode)
    wrong: list[object] = []
    asked = []

    @SETTINGS
    @given(case=cases, is_real=st.booleans(), who=st.sampled_from(["organiser", "verifier", "alumnus"]))
    def ask(case: schemathesis.Case, is_real: bool, who: str) -> None:
        if is_real:
            real = {name: world.parts[name] for name in case.path_parameters or {} if name in world.parts}
            case.path_parameters = {**(case.path_parameters or {}), **real}
        answer = case.call(headers=world.tokens[who])
        asked.append(answer.status_code)
        is_problem = answer.headers["content-type"][0].startswith("application/problem+json")
        if answer.status_code >= 500 or (answer.status_code >= 400 and not is_problem):
            wrong.append((answer.status_code, operation.label, who, case.path_parameters, case.query, case.body))

    ask()
    assert asked
    return wrong


@pytest.mark.stricter_database
def test_no_call_meets_an_internal_error(world: World) -> None:
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", world.app)
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) > 40
    assert [wrong for operation in operations for wrong in ask_anything(world, operation)] == []
