"""A Stripe of our own on loopback: Checkout Sessions, payments, refunds and lists in the published shapes.

It keeps what it was told, answers the same under the same Idempotency-Key, shows a page where one pays, and tells the
product by signed events. `down` makes it answer 500.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl

import requests
from flask import Flask, Response, jsonify, redirect, request
from werkzeug.serving import make_server

from tests.payments.desk import SHAPES, event, signed


class StripeDouble:
    """The server and what it knows."""

    def __init__(self) -> None:
        self.sessions: dict[str, dict[str, Any]] = {}
        self.charges: dict[str, dict[str, Any]] = {}
        self.refunds: dict[str, dict[str, Any]] = {}
        self.disputes: dict[str, dict[str, Any]] = {}
        self.answers: dict[str, dict[str, Any]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.down = False
        self.refuses_refunds = False
        # where events go: a function, or a product's address
        self.tell: Callable[[dict[str, Any]], Any] = lambda _event: None
        app = Flask("stripe-double")
        app.before_request(self._before)
        for rule, view, methods in (
            ("/v1/checkout/sessions", self._open, ["POST"]),
            ("/v1/checkout/sessions/<name>", self._session, ["GET"]),
            ("/v1/checkout/sessions/<name>/expire", self._expire, ["POST"]),
            ("/v1/refunds", self._refund, ["POST"]),
            ("/v1/refunds", lambda: self._list(self.refunds), ["GET"]),
            ("/v1/disputes", lambda: self._list(self.disputes), ["GET"]),
            ("/v1/charges", lambda: self._list(self.charges), ["GET"]),
            ("/pay/<name>", self._page, ["GET", "POST"]),
        ):
            app.add_url_rule(rule, f"{rule}{methods}", view, methods=methods)
        self._server = make_server("127.0.0.1", 0, app, threaded=True)
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._thread.join()

    def tell_at(self, address: str) -> None:
        """Send events to a product's webhook."""

        def send(told: dict[str, Any]) -> None:
            body = json.dumps(told).encode()
            requests.post(f"{address}/webhooks/stripe", data=body, headers=signed(body), timeout=10)

        self.tell = send

    def _before(self) -> Response | None:
        if request.path.startswith("/v1/") and self.down:
            return self._error(500, "api_error", "down")
        if request.method == "POST" and request.path.startswith("/v1/"):
            self.asked.append((request.path, dict(parse_qsl(request.get_data(as_text=True)))))
            key = request.headers.get("Idempotency-Key", "")
            if key in self.answers:
                return jsonify(self.answers[key])
        return None

    def _error(self, status: int, kind: str, message: str) -> Response:
        response = jsonify({"error": {"type": kind, "message": message}})
        response.status_code = status
        return response

    def _keep(self, answer: dict[str, Any]) -> Response:
        self.answers[request.headers.get("Idempotency-Key", "")] = answer
        return jsonify(answer)

    def _open(self) -> Response:
        form = request.form
        total = sum(
            int(form[f"line_items[{at}][price_data][unit_amount]"]) * int(form[f"line_items[{at}][quantity]"])
            for at in range(20)
            if f"line_items[{at}][quantity]" in form
        )
        name = f"cs_test_{len(self.sessions)}"
        self.sessions[name] = SHAPES["checkout.session"] | {
            "id": name, "amount_total": total, "currency": form["line_items[0][price_data][currency]"],
            "client_reference_id": form["client_reference_id"], "status": "open", "payment_status": "unpaid",
            "payment_intent": None, "success_url": form["success_url"], "url": f"{self.address}/pay/{name}",
            "metadata": {"order": form["metadata[order]"]}, "expires_at": int(form["expires_at"]),
        }  # fmt: skip
        return self._keep(self.sessions[name])

    def _session(self, name: str) -> Response:
        return jsonify(self.sessions[name])

    def _expire(self, name: str) -> Response:
        found = self.sessions[name]
        if found["status"] != "open":
            return self._error(400, "invalid_request_error", "not open")
        found["status"] = "expired"
        return jsonify(found)

    def _refund(self) -> Response:
        if self.refuses_refunds:
            return self._error(400, "invalid_request_error", "The card is closed.")
        payment, amount = request.form["payment_intent"], int(request.form["amount"])
        charge = next(one for one in self.charges.values() if one["payment_intent"] == payment)
        if charge["amount_refunded"] + amount > charge["amount"]:
            return self._error(400, "invalid_request_error", "more than the charge")
        charge["amount_refunded"] += amount
        name = f"re_{len(self.refunds)}"
        self.refunds[name] = SHAPES["refund"] | {
            "id": name, "amount": amount, "payment_intent": payment, "charge": charge["id"], "currency": "cny",
            "created": int(datetime.now(UTC).timestamp()), "status": "succeeded",
        }  # fmt: skip
        answer = self._keep(self.refunds[name])
        self.tell(event("charge.refunded", charge))
        return answer

    def _list(self, kept: dict[str, dict[str, Any]]) -> Response:
        first, end = int(request.args["created[gte]"]), int(request.args["created[lt]"])
        found = [one for one in kept.values() if first <= one["created"] < end]
        return jsonify({"object": "list", "data": found, "has_more": False, "url": request.path})

    def _page(self, name: str) -> Any:
        if request.method == "GET":
            return '<!doctype html><title>pay</title><form method="post"><button>Pay</button></form>'
        self.pay(name)
        return redirect(self.sessions[name]["success_url"], 303)

    def pay(self, name: str, *, tells: bool = True) -> dict[str, Any]:
        """Somebody pays the session; the charge."""
        found = self.sessions[name]
        payment = name.replace("cs_test", "pi")
        found |= {"status": "complete", "payment_status": "paid", "payment_intent": payment}
        charge = SHAPES["charge"] | {
            "id": name.replace("cs_test", "ch"), "payment_intent": payment, "amount": found["amount_total"],
            "currency": found["currency"], "captured": True, "paid": True, "metadata": found["metadata"],
            "created": int(datetime.now(UTC).timestamp()),
        }  # fmt: skip
        self.charges[charge["id"]] = charge
        if tells:
            self.tell(event("charge.succeeded", charge))
            self.tell(event("checkout.session.completed", found))
        return charge

    def dispute(self, charge: dict[str, Any], status: str) -> dict[str, Any]:
        """The payer's bank wants a charge back; nobody is told."""
        made = SHAPES["dispute"] | {
            "id": charge["id"].replace("ch", "dp"), "charge": charge["id"], "payment_intent": charge["payment_intent"],
            "amount": charge["amount"], "currency": charge["currency"], "status": status,
            "created": charge["created"],
        }  # fmt: skip
        self.disputes[made["id"]] = made
        return made
