"""What people look at: the congress's public page, and the console's list of registrations; then the memory."""

from collections.abc import Iterator

from bench.asks import Ask
from bench.crowd import SLUG
from bench.figures import Figure
from bench.gate_rows import load_values
from bench.registration_rows import registration_ask
from bench.stage import MIB, Stage

ENOUGH = 3000


def home(stage: Stage) -> Iterator[Figure]:
    """The public page, asked by eight phones."""
    ask = Ask("GET", "/", headers={"Accept-Language": "zh-CN,zh;q=0.9"})
    commits = stage.commits_per_second(8)
    stage.drive([[ask.raw]] * 40, clients=8, seconds=1)
    load = stage.drive([[ask.raw]] * int(ENOUGH * stage.size.seconds), clients=8, seconds=stage.size.seconds)
    values = load_values(stage, load, commits)
    values |= {"statements": stage.statements_of([ask] * 3), "kilobytes": load.size / 1024}
    yield Figure("home", "8 clients", stage.database, values)


def registration_list(stage: Stage) -> Iterator[Figure]:
    """The first page of fifty, in the console and by the API, one asking after the other."""
    asks = {
        "console, page of 50": Ask("GET", "/console/registrations", headers={"Cookie": stage.crowd.cookie}),
        "API, page of 50": Ask(
            "GET", f"/api/v1/congresses/{SLUG}/registrations?limit=50", headers=stage.crowd.bearer
        ),
    }  # fmt: skip
    for name, ask in asks.items():
        commits = stage.commits_per_second(1)
        stage.drive([[ask.raw]] * 8, clients=4, seconds=5)
        load = stage.drive([[ask.raw]] * stage.size.repeats, clients=1, seconds=60)
        values = load_values(stage, load, commits) | {"statements": stage.statements_of([ask] * 3)}
        values |= {"kilobytes": load.size / 1024, "people": len(stage.crowd.badges)}
        yield Figure("list", name, stage.database, values)


def memory(stage: Stage) -> Iterator[Figure]:
    """Master and web processes after everything that was measured, and a little of each kind at least."""
    visits = [
        Ask("GET", "/"),
        Ask("GET", "/programme"),
        Ask("GET", "/register"),
        Ask("GET", "/console/registrations", headers={"Cookie": stage.crowd.cookie}),
    ]
    stage.drive([[ask.raw] for ask in visits * 25], clients=8, seconds=20)
    stage.drive([[registration_ask(stage).raw] for _number in range(100)], clients=8, seconds=20)
    values = {"pss_mib": stage.pss() / MIB, "peak_pss_mib": stage.peak_pss / MIB, "processes": stage.size.processes}
    yield Figure("memory", "after load", stage.database, values)
