"""Samples of every component in every state, for the page `/console/components`."""

from datetime import datetime, timedelta
from typing import Any

from wtforms import BooleanField, EmailField, RadioField, SelectField, TelField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Optional

from congress.foundation.forms import BaseForm, LineField, NumberField
from congress.foundation.i18n import _, _l


class SampleForm(BaseForm):
    """One field of each kind that pages use."""

    name = LineField(_l("Name"), [DataRequired()], description=_l("As it stands in the document"))
    phone = TelField(_l("Phone"), [Optional()])
    email = EmailField(_l("E-mail"), [Optional()], description=_l("Phone or e-mail: one of them is enough"))
    category = SelectField(
        _l("Category"), choices=[SelectChoice("guest", _l("Guest")), SelectChoice("press", _l("Press"))]
    )
    language = RadioField(
        _l("Language"), choices=[SelectChoice("zh", "中文"), SelectChoice("en", "English")], default="zh"
    )
    graduated = NumberField(_l("Year of graduation"), [Optional()])
    note = TextAreaField(_l("Note"), [Optional()])
    consent = BooleanField(_l("My name and address may be used to hold the congress."), [DataRequired()])


def sample_page(now: datetime) -> dict[str, Any]:
    """What `admin/components.html` shows: a form with two errors, three rows, and times around `now`."""
    form = SampleForm(formdata=None)
    form.name.errors = [_("Please write the name.")]
    form.consent.errors = [_("Without this consent nobody can register.")]
    start = now.replace(minute=0, second=0, microsecond=0)
    return {
        "form": form,
        "now": now,
        "day_start": start,
        "day_end": start + timedelta(hours=2),
        "evening": start + timedelta(hours=8),
        "rows": [
            (_("Sample (invented) industrial park"), "signed", _("Signed"), 38_000_000_000),
            (_("Sample (invented) alumni fund"), "submitted", _("Submitted"), 1_250_000_000),
            (_("Sample (invented) institute"), "ended", _("Ended"), 90_000),
        ],
    }
