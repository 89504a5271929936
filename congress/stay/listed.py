"""Who sleeps where and who rides in which car, as files."""

from sqlalchemy import Select

from congress.accounts.permissions import is_organiser
from congress.foundation.i18n import _l, pick
from congress.foundation.lists import Column, ListedRows, Scope, cell_time, one_by_one
from congress.stay.models import Lodging, Ride
from congress.stay.queries import STANDS, lodgings_statement
from congress.stay.states import DIRECTION_NAMES, Direction
from congress.stay.transfer_queries import rides_statement


def _lodgings(scope: Scope) -> Select[tuple[Lodging]]:
    return lodgings_statement(scope.congress_id).where(STANDS)


def _bed(one: Lodging) -> list[object]:
    who, kind = one.registration, one.room.kind
    return [
        pick(kind.hotel.name, kind.hotel.name_en), pick(kind.name, kind.name_en), one.room.number, who.code, who.name,
        who.organisation, who.title, pick(who.category.name_zh, who.category.name_en), who.phone, one.arrives,
        one.leaves,
    ]  # fmt: skip


def _rides(scope: Scope) -> Select[tuple[Ride]]:
    return rides_statement(scope.congress_id)


def _ride(one: Ride) -> list[object]:
    car, who = one.trip, one.registration
    return [
        cell_time(car.starts_at), DIRECTION_NAMES[Direction(car.direction)], car.place, car.service, car.hotel,
        car.vehicle, car.plate, car.driver, car.driver_phone, who.code, who.name, who.organisation, who.phone,
        cell_time(one.picked_up_at),
    ]  # fmt: skip


LISTS = [
    ListedRows(
        name="lodging",
        title=_l("Lodging"),
        order=_l("By hotel and room"),
        access=is_organiser,
        columns=[
            Column(_l("Hotel")),
            Column(_l("Kind of room")),
            Column(_l("Number of the room")),
            Column(_l("Code")),
            Column(_l("Name"), personal=True),
            Column(_l("Organisation"), personal=True),
            Column(_l("Position"), personal=True),
            Column(_l("Category")),
            Column(_l("Phone"), personal=True),
            Column(_l("First night")),
            Column(_l("Day of leaving")),
        ],
        statement=_lodgings,
        cells=one_by_one(_bed),
    ),
    ListedRows(
        name="rides",
        title=_l("Seats in cars"),
        order=_l("By time of the car"),
        access=is_organiser,
        columns=[
            Column(_l("Leaves at")),
            Column(_l("Way")),
            Column(_l("Station or airport")),
            Column(_l("Train or flight")),
            Column(_l("Hotel")),
            Column(_l("Vehicle")),
            Column(_l("Plate")),
            Column(_l("Driver"), personal=True),
            Column(_l("Phone of the driver"), personal=True),
            Column(_l("Code")),
            Column(_l("Name"), personal=True),
            Column(_l("Organisation"), personal=True),
            Column(_l("Phone"), personal=True),
            Column(_l("Picked up")),
        ],
        statement=_rides,
        cells=one_by_one(_ride),
    ),
]
