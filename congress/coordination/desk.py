"""Events are entered alike by organisers and by schools; what differs is whose they are."""

from collections.abc import Collection
from dataclasses import dataclass

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from congress.accounts.states import Role
from congress.coordination.actions import remove_event, save_event
from congress.coordination.errors import NoSuchEvent
from congress.coordination.forms import EventForm
from congress.coordination.queries import calendar_entries, entry_of, event_by_id, events_of, schools_by_code
from congress.coordination.rules import clashes
from congress.coordination.words import span
from congress.foundation import clock
from congress.foundation.access import current_actor
from congress.foundation.clock import local_day
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import DomainError
from congress.foundation.forms import submitted
from congress.foundation.i18n import _
from congress.foundation.pages import flash_done, zone
from congress.schools.queries import all_schools

FIELDS = (
    "title_zh", "title_en", "starts_on", "ends_on", "place_zh", "place_en", "school", "giver", "link", "public",
)  # fmt: skip


@dataclass(frozen=True)
class Desk:
    """Where events are entered: `name` is its blueprint; at a school's desk only those of one's own schools."""

    name: str
    own_only: bool

    def _codes(self) -> Collection[str] | None:
        return current_actor().scopes(Role.SCHOOL, "school") if self.own_only else None

    def list_page(self) -> ResponseReturnValue:
        codes = self._codes()
        with reading() as session:
            events = [(event.id, entry_of(event)) for event in events_of(session, codes)]
            own = {entry.key for _number, entry in events}
            found = clashes(calendar_entries(session, whole=True, since=local_day(clock.now(), zone())))
        found = [one for one in found if codes is None or {one.first.key, one.second.key} & own]
        return render_template("coordination/staff_events.html", desk=self, events=events, clashes=found, span=span)

    def _form(self, session: Session, form: EventForm) -> EventForm:
        codes = self._codes()
        schools = all_schools(session) if codes is None else schools_by_code(session, codes)
        form.offer([(school.code, school.name) for school in schools], others=codes is None)
        return form

    def page(self, form: EventForm, what: int | None, status: int = 200) -> ResponseReturnValue:
        return render_template("coordination/staff_event.html", desk=self, form=form, what=what), status

    def new_page(self) -> ResponseReturnValue:
        with reading() as session:
            return self.page(self._form(session, EventForm(formdata=None)), None)

    def edit_page(self, what: int) -> ResponseReturnValue:
        with reading() as session:
            found = event_by_id(session, what, self._codes())
            if found is None:
                raise NoSuchEvent
            form = self._form(session, EventForm(formdata=None, obj=found))
            form.school.data = found.school.code if found.school else ""
            return self.page(form, what)

    def submit(self, what: int | None) -> ResponseReturnValue:
        with reading() as session:
            if what is not None and event_by_id(session, what, self._codes()) is None:
                raise NoSuchEvent
            form = self._form(session, EventForm())
        if not submitted(form):
            return self.page(form, what, 422)
        facts = {name: form[name].data for name in FIELDS if name in form}
        try:
            with unit_of_work() as session:
                save_event(session, what, facts, codes=self._codes(), by=current_actor(), now=clock.now())
        except DomainError as error:
            form.show(error)
            return self.page(form, what, error.status)
        flash_done(_("The event is saved."))
        return redirect(url_for(f"{self.name}.events"))

    def remove(self, what: int) -> ResponseReturnValue:
        with unit_of_work() as session:
            remove_event(session, what, codes=self._codes(), by=current_actor(), now=clock.now())
        flash_done(_("The event is removed."))
        return redirect(url_for(f"{self.name}.events"))
