"""Rooms, speakers and sponsors are edited alike: a form, one picture, and back to their list."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session as DbSession

from congress.foundation import clock
from congress.foundation.access import current_actor
from congress.foundation.db import unit_of_work
from congress.foundation.errors import DomainError
from congress.foundation.forms import BaseForm, submitted
from congress.foundation.i18n import _
from congress.foundation.pages import flash_done
from congress.programme.chosen import planned_congress
from congress.programme.pictures import Use, keep_picture


@dataclass(frozen=True, kw_only=True)
class Editor:
    """What is edited: its page, its columns, the action that stores it, its picture, and the list it stands in."""

    template: str
    fields: tuple[str, ...]
    save: Callable[..., Any]
    picture: str
    use: Use
    back: str

    def page(self, form: BaseForm, what: int | None, status: int = 200, *, picture: str = "") -> ResponseReturnValue:
        return render_template(self.template, form=form, what=what, picture=picture), status

    def submit(self, form: BaseForm, what: int | None, *, picture: str = "") -> ResponseReturnValue:
        """Store what was typed and sent; `picture` is the one that stands there now."""
        if not submitted(form):
            return self.page(form, what, 422, picture=picture)
        facts = {name: form[name].data for name in self.fields}
        facts["position"] = facts["position"] or 0
        try:
            with unit_of_work() as session:
                facts |= self._picture(session, form)
                self.save(session, planned_congress(session), what, facts, by=current_actor(), now=clock.now())
        except DomainError as error:
            form.show(error)
            return self.page(form, what, error.status, picture=picture)
        flash_done(_("Saved."))
        return redirect(url_for(self.back))

    def _picture(self, session: DbSession, form: BaseForm) -> dict[str, str]:
        sent = form["picture"].data
        if sent:
            largest = current_app.extensions["settings"].max_upload_bytes
            return {self.picture: keep_picture(session, sent.read(), self.use, largest=largest, now=clock.now())}
        return {self.picture: ""} if form["without_picture"].data else {}
