"""The gates' desk stands before every screen."""

from tests.checkin.conftest import desk, officer

__all__ = ["desk", "officer"]
