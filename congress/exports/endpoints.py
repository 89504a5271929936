"""Lists as files, as programs ask for them."""

from flask import Blueprint, Response
from pydantic import Field

from congress.accounts.permissions import is_staff
from congress.exports.actions import Wish, ask_export, export_for, leave_to_worker, list_for
from congress.exports.errors import NoSuchExport, NoSuchList
from congress.exports.states import Form
from congress.foundation.batches import send_batch_file
from congress.foundation.endpoint import Answer, Body, Call, endpoint
from congress.foundation.errors import Invalid
from congress.foundation.i18n import LANGUAGES, LazyString, _, in_each_language
from congress.foundation.lists import ListedRows, lists_for
from congress.programme.queries import congress_by_slug

blueprint = Blueprint("exports_api", __name__)
SCOPE = "lists:export"


class ColumnOut(Answer):
    title: dict[str, str]
    personal: bool


class ListOut(Answer):
    name: str
    title: dict[str, str]
    filters: list[str]
    columns: list[ColumnOut]


class ListsOut(Answer):
    items: list[ListOut]


class ExportBody(Body):
    list: str = Field(max_length=60)
    form: Form = Field(default=Form.XLSX, strict=False)
    filter: dict[str, str] = Field(default_factory=dict, max_length=20)
    personal: bool = False
    reason: str = Field(default="", max_length=200)


class ExportOut(Answer):
    job: str


class ExportStateOut(Answer):
    list: str
    state: str
    done: int
    total: int
    file: str | None


def _titles(text: LazyString | str) -> dict[str, str]:
    return dict(zip(LANGUAGES, in_each_language(text), strict=True))


def _shown(listed: ListedRows) -> ListOut:
    columns = [ColumnOut(title=_titles(column.title), personal=column.personal) for column in listed.columns]
    return ListOut(name=listed.name, title=_titles(listed.title), filters=[*listed.narrowed_by], columns=columns)


@endpoint(blueprint, "GET", "/congresses/<slug>/exports", access=is_staff, scope=SCOPE, answer=ListsOut)
def get_lists(call: Call) -> ListsOut:
    """The lists that may be taken out, with their columns and filters."""
    congress_by_slug(call.session, call.path["slug"])
    return ListsOut(items=[_shown(listed) for listed in lists_for(call.actor)])


@endpoint(
    blueprint, "POST", "/congresses/<slug>/exports", access=is_staff, scope=SCOPE, body=ExportBody,
    answer=ExportOut, status=202, errors=[NoSuchList],
)  # fmt: skip
def post_export(call: Call) -> ExportOut:
    """Take a list out as a file; columns about persons need a reason."""
    body: ExportBody = call.body
    congress = congress_by_slug(call.session, call.path["slug"])
    listed = list_for(call.actor, body.list)
    narrowed = listed.wish_of(body.filter)
    if unknown := body.filter.keys() - narrowed.keys():
        raise Invalid.field(f"filter.{min(unknown)}", _("This list is not narrowed by that."))
    wish = Wish(form=body.form, narrowed=narrowed, personal=body.personal, reason=body.reason)
    batch = ask_export(call.session, congress, listed, wish, by=call.actor, now=call.now)
    leave_to_worker(call.session, batch)
    return ExportOut(job=batch.public_id)


@endpoint(
    blueprint, "GET", "/congresses/<slug>/exports/<exported>", access=is_staff, scope=SCOPE, answer=ExportStateOut,
    errors=[NoSuchExport],
)  # fmt: skip
def get_export(call: Call) -> ExportStateOut:
    """How far the file of a list is, and where it is once it is written."""
    congress_by_slug(call.session, call.path["slug"])
    found = export_for(call.session, call.actor, call.path["exported"], now=call.now)
    path = f"/api/v1/congresses/{call.path['slug']}/exports/{found.public_id}/file" if found.file else None
    return ExportStateOut(list=found.wish["list"], state=found.state, done=found.done, total=found.total, file=path)


@endpoint(
    blueprint, "GET", "/congresses/<slug>/exports/<exported>/file", access=is_staff, scope=SCOPE,
    media_type="application/octet-stream", errors=[NoSuchExport],
)  # fmt: skip
def get_export_file(call: Call) -> Response:
    """The file of a list, for the one who asked for it."""
    congress_by_slug(call.session, call.path["slug"])
    return send_batch_file(export_for(call.session, call.actor, call.path["exported"], now=call.now))
