"""The one way in which a page of this slice does what a form says."""

from collections.abc import Callable

from flask import redirect
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from congress.foundation.db import unit_of_work
from congress.foundation.errors import DomainError, NotFound
from congress.foundation.forms import BaseForm, submitted
from congress.foundation.pages import flash_done


def act_by_form(
    form: BaseForm, act: Callable[[Session], str], again: Callable[[int], ResponseReturnValue], *, said: str
) -> ResponseReturnValue:
    """Do it and go to the address that `act` answers, or show the page `again` with what was typed and the status."""
    if not submitted(form):
        return again(422)
    try:
        with unit_of_work() as session:
            goes_to = act(session)
    except NotFound:
        raise
    except DomainError as error:
        form.show(error)
        return again(error.status)
    flash_done(said)
    return redirect(goes_to)
