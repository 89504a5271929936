"""What people can agree to, each by itself."""

from collections.abc import Mapping
from enum import StrEnum

from congress.foundation.i18n import LazyString, _l


class Purpose(StrEnum):
    ATTEND = "attend"
    SHARE_WITH_PLACE = "share_with_place"
    PUBLISH = "publish"
    PHOTO = "photo"
    KEEP_AFTER = "keep_after"


TEXT_VERSION = "2026-1"

PURPOSE_TEXTS: Mapping[Purpose, LazyString] = {
    Purpose.ATTEND: _l("I agree that my data are used to organise my attendance at this congress."),
    Purpose.SHARE_WITH_PLACE: _l(
        "Prefectures and parks that I show interest in may see my name, organisation and contact."
    ),
    Purpose.PUBLISH: _l("My name and organisation may be printed in the handbook and shown in public."),
    Purpose.PHOTO: _l("Photographs in which I can be recognised may be published."),
    Purpose.KEEP_AFTER: _l("My data may be kept after the congress, so that I am invited again."),
}
