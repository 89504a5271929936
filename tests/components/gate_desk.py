"""A small site with the real pages and a gate that answers as the contract says, for tests of what browsers do."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from threading import Thread
from typing import Any

from flask import Flask, Response, jsonify, render_template, request
from flask_wtf import CSRFProtect
from werkzeug.serving import WSGIRequestHandler, make_server

from congress.admin.component_samples import sample_page
from congress.foundation.access import Actor, Grant, public
from congress.foundation.i18n import configure_i18n
from congress.foundation.pages import configure_pages
from congress.screens.content import Item, Shown
from congress.settings import ROOT, Settings

CATEGORY = {"slug": "guest", "zh": "嘉宾", "en": "Guest", "colour": "#b5480c"}
PERSON = {"code": "HN26AB12", "name": "示例校友甲", "category": CATEGORY}


@dataclass
class Site:
    organiser_name: str = "示例主办单位"
    icp_number: str = ""
    slug: str = "2026"

    def congress_title(self, language: str) -> str:
        return "示例大会" if language == "zh" else "Sample congress"


@dataclass
class Gate:
    """What the gate's server heard, and whether it answers at all."""

    answering: bool = True
    # what it answers instead of results, as (body, status, media type): something strange on the way
    instead: tuple[str, int, str] | None = None
    heard: list[dict[str, Any]] = field(default_factory=list)
    inside: dict[str, str] = field(default_factory=dict)
    parties: list[dict[str, Any]] = field(default_factory=list)
    drill: int = 0
    # how many more things are on the big screen
    halls: int = 0

    def judge(self, scan_id: str, token: str) -> dict[str, Any]:
        for word in ("FORGED", "UNKNOWN"):
            if token.startswith(word):
                return {"id": scan_id, "result": word.lower()}
        for word in ("REVOKED", "NOT_ENTITLED"):
            if token.startswith(word.replace("_", "")):
                return {"id": scan_id, "result": word.lower(), "registration": PERSON}
        if token.startswith("QUIET"):
            return {"id": scan_id, "result": "not_entitled", "registration": PERSON, "protocol": True}
        known = token in self.inside
        self.inside.setdefault(token, datetime.now(UTC).isoformat())
        return {
            "id": scan_id,
            "result": "already_admitted" if known else "admitted",
            "registration": PERSON,
            **({"party": {"name": "示例代表团"}} if token.startswith("LEADER") else {}),
            "first": {"at": self.inside[token], "gate": "1 号门", "device": "a"},
        }

    def counts(self) -> dict[str, int]:
        return {
            "admitted": len(self.inside),
            "today": len(self.inside),
            "quarter": len(self.inside),
            "drill": self.drill,
        }


def build_site(gate: Gate) -> Flask:
    settings = Settings.from_environment({"CONGRESS_DEMO": "1"})
    app = Flask("congress", root_path=str(ROOT), template_folder="templates", static_folder="static")
    app.config.update(SECRET_KEY="a secret for the tests alone", WTF_CSRF_TIME_LIMIT=None)
    app.extensions["settings"] = settings
    app.extensions["actor_loader"] = lambda: Actor(1, "示例组织者", (Grant("organiser"),))
    CSRFProtect(app)
    configure_i18n(app, "Asia/Shanghai")
    configure_pages(app, settings)
    app.jinja_env.globals["site"] = Site()

    _add_pages(app)
    _add_calls(app, gate)
    _add_company(app, gate)
    return app


def _add_pages(app: Flask) -> None:
    @app.get("/console/components")
    @public
    def components() -> str:
        return render_template("admin/components.html", **sample_page(datetime(2026, 11, 20, 1, tzinfo=UTC)))

    @app.get("/gate/")
    @public
    def choose() -> str:
        gates = [{"slug": "hall", "name": "主会场 1 号门", "forum_title": None, "counting": ""}]
        return render_template("checkin/choose.html", gates=gates, supervises=False)

    @app.get("/console/search", endpoint="admin_staff.search")
    @public
    def search() -> str:
        return ""

    # where the frame around every page leads
    @app.get("/account", endpoint="account.overview")
    @app.get("/verify", endpoint="signing.verify")
    @public
    def elsewhere() -> str:
        return ""

    @app.get("/gate/hall")
    @public
    def page() -> str:
        gate = {"slug": "hall", "name": "主会场 1 号门", "forum_title": None, "counting": ""}
        return render_template("checkin/gate.html", gate=gate, device=None)

    @app.get("/screen/")
    @public
    def screen() -> str:
        shown = Shown("figures", "数字大会", (Item("registered", "已报名", "1284"),))
        return render_template("screens/screen.html", shown=shown, screen="main", shape="16_9", heard_at=None)


def _add_calls(app: Flask, gate: Gate) -> None:
    @app.post("/gate/scans")
    @public
    def scans() -> Any:
        if not gate.answering:
            return "", 503
        if gate.instead is not None:
            body, status, kind = gate.instead
            return Response(body, status, content_type=kind)
        if any(scan["token"].startswith("BAD") for scan in request.get_json()["scans"]):
            return Response("{}", 422, content_type="application/problem+json")
        gate.heard.append(request.get_json())
        results = [gate.judge(scan["id"], scan["token"]) for scan in request.get_json()["scans"]]
        return jsonify(results=results, counts=gate.counts())

    @app.get("/gate/search")
    @public
    def search() -> Any:
        items = [PERSON | {"phone_tail": "1234"}] if "示例" in request.args["q"] else []
        return jsonify(items=items)

    @app.post("/gate/admit")
    @public
    def admit() -> Any:
        sent = request.get_json()
        return jsonify(results=[gate.judge(sent["id"], sent["code"])], counts=gate.counts())

    @app.get("/gate/counts")
    @public
    def counts() -> Any:
        return jsonify(gate.counts()) if gate.answering else ("", 503)

    @app.get("/screen/<screen>/live", endpoint="screens.live")
    @public
    def live(screen: str) -> Any:
        if not gate.answering:
            return "", 503
        items = [
            {"key": "registered", "label": "已报名", "value": f"{1284 + len(gate.inside)}", "note": ""},
            {"key": "hall", "label": "主论坛", "value": "235", "note": "应到 300，未到 65"},
        ]
        items += [
            {"key": f"hall-{number}", "label": f"示例厅{number}", "value": str(number), "note": ""}
            for number in range(gate.halls)
        ]
        return jsonify(scene="figures", title="数字大会", items=items, heard_at=datetime.now(UTC).isoformat())


def _add_company(app: Flask, gate: Gate) -> None:
    @app.post("/gate/party")
    @public
    def party() -> Any:
        gate.parties.append(request.get_json())
        return jsonify(admitted=3, refused=["示例校友丁"], counts=gate.counts())


class OnlyTrouble(WSGIRequestHandler):
    """Of what a test's browser asks for, only what went wrong is worth a line when the test fails."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        if int(code) >= HTTPStatus.BAD_REQUEST:
            super().log_request(code, size)


class Served:
    """A site on a port of its own, which can be cut off and brought back at the same address."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.port = 0
        self.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self.server = make_server("127.0.0.1", self.port, self.app, threaded=True, request_handler=OnlyTrouble)
        self.port = self.server.server_port
        self.thread = Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def stop(self) -> None:
        self.server.shutdown()
        self.thread.join(5)
        self.server.server_close()


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The site on a port of its own; gives its address."""
    site = Served(app)
    try:
        yield site.address
    finally:
        site.stop()
