"""What a screen can show, and how it is shaped."""

from collections.abc import Mapping
from enum import StrEnum

from congress.foundation.i18n import LazyString, _l


class Scene(StrEnum):
    LOGO = "logo"
    FIGURES = "figures"
    WELCOME = "welcome"
    GATES = "gates"
    FORUMS = "forums"
    TRACKS = "tracks"
    CATEGORIES = "categories"
    QUARTERS = "quarters"
    CEREMONY = "ceremony"
    SIGNED = "signed"
    BOARD = "board"


SCENE_NAMES: Mapping[Scene, LazyString] = {
    Scene.LOGO: _l("Logo"),
    Scene.FIGURES: _l("The congress in figures"),
    Scene.WELCOME: _l("Welcome"),
    Scene.GATES: _l("Arrivals by gate"),
    Scene.FORUMS: _l("Expected and present by forum"),
    Scene.TRACKS: _l("Present by track"),
    Scene.CATEGORIES: _l("Expected and present by category"),
    Scene.QUARTERS: _l("Arrivals by quarter of an hour"),
    Scene.CEREMONY: _l("Signing on stage"),
    Scene.SIGNED: _l("Signed so far"),
    Scene.BOARD: _l("Released board"),
}


# shown by the part: a group of the ceremony, one board
IN_PARTS = frozenset({Scene.CEREMONY, Scene.BOARD})


class Shape(StrEnum):
    WIDE = "16_9"
    LED = "32_9"


SHAPE_NAMES: Mapping[Shape, LazyString] = {
    Shape.WIDE: _l("16:9"),
    Shape.LED: _l("LED wall, 32:9"),
}

# categories whose guests are received by their own people and are in no feed
NEVER_WELCOMED = ("vip",)
