"""What comparing a claim with a roll can find."""

from collections.abc import Mapping
from enum import StrEnum

from congress.foundation.i18n import LazyString, _l


class Match(StrEnum):
    EXACT = "exact"
    OTHER_DEGREE = "other_degree"
    SEVERAL = "several"
    NO_YEAR = "no_year"
    OTHER_YEAR = "other_year"
    ABSENT = "absent"
    NO_ROLL = "no_roll"


class Likelihood(StrEnum):
    LIKELY = "likely"
    DOUBTFUL = "doubtful"
    UNLIKELY = "unlikely"


LIKELIHOOD: Mapping[Match, Likelihood] = {
    Match.EXACT: Likelihood.LIKELY,
    Match.OTHER_DEGREE: Likelihood.LIKELY,
    Match.SEVERAL: Likelihood.DOUBTFUL,
    Match.NO_YEAR: Likelihood.DOUBTFUL,
    Match.NO_ROLL: Likelihood.DOUBTFUL,
    Match.OTHER_YEAR: Likelihood.UNLIKELY,
    Match.ABSENT: Likelihood.UNLIKELY,
}
LIKELIHOOD_NAMES: Mapping[Likelihood, LazyString] = {
    Likelihood.LIKELY: _l("Likely"),
    Likelihood.DOUBTFUL: _l("To be looked at"),
    Likelihood.UNLIKELY: _l("Unlikely"),
}
MATCH_NAMES: Mapping[Match, LazyString] = {
    Match.EXACT: _l("Name and what is claimed stand in the roll."),
    Match.OTHER_DEGREE: _l("Name and year stand in the roll, with another degree."),
    Match.SEVERAL: _l("The roll has several of this name in that year."),
    Match.NO_YEAR: _l("The name stands in the roll; no year is claimed."),
    Match.OTHER_YEAR: _l("The name stands in the roll, but not with this year."),
    Match.ABSENT: _l("The name does not stand in the roll."),
    Match.NO_ROLL: _l("There is no roll to compare with."),
}
