"""From a registration's badge to what is signed and drawn."""

from congress.programme.models import Congress
from congress.registration.models import Badge


def badge_token(badge: Badge, congress: Congress) -> str:
    """The text of the badge's QR code."""
    return f"{congress.id}{badge.number}"
