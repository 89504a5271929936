"""What merging refuses."""

from congress.foundation.errors import NotFound, StateRefused
from congress.foundation.i18n import _l


class NoSuchPair(NotFound):
    message = _l("These two records are not there any more. Somebody may have made them one.")


class BeingErased(StateRefused):
    message = _l("One of the two has asked to be erased, or is erased. Answer that request first.")
