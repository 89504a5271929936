"""The stages between the cut-off and the congress, in their order."""

STAGES = ("computing", "reviewing", "signing_off", "announcing", "deciding", "releasing")
