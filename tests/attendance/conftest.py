"""The gates' desk stands before everything that is counted afterwards."""

from tests.checkin.conftest import desk, officer

__all__ = ["desk", "officer"]
