"""Every list that may be taken out as a file, in the order in which the console offers them."""

from congress.admin import listed as admin_listed
from congress.almamater import listed as almamater_listed
from congress.campaigns import listed as campaigns_listed
from congress.changes import listed as changes_listed
from congress.checkin import listed as checkin_listed
from congress.credit import listed as credit_listed
from congress.deadlines import listed as deadlines_listed
from congress.delegations import listed as delegations_listed
from congress.filings import listed as filings_listed
from congress.helpdesk import listed as helpdesk_listed
from congress.outcomes import listed as outcomes_listed
from congress.payments import listed as payments_listed
from congress.privacy import listed as privacy_listed
from congress.programme import listed as programme_listed
from congress.promises import listed as promises_listed
from congress.registration import listed as registration_listed
from congress.review import listed as review_listed
from congress.seating import listed as seating_listed
from congress.signing import listed as signing_listed
from congress.stay import listed as stay_listed

LISTS = [
    *registration_listed.LISTS,
    *review_listed.LISTS,
    *delegations_listed.LISTS,
    *changes_listed.LISTS,
    *campaigns_listed.LISTS,
    *seating_listed.LISTS,
    *stay_listed.LISTS,
    *checkin_listed.LISTS,
    *privacy_listed.LISTS,
    *almamater_listed.LISTS,
    *payments_listed.LISTS,
    *programme_listed.LISTS,
    *signing_listed.LISTS,
    *outcomes_listed.LISTS,
    *promises_listed.LISTS,
    *filings_listed.LISTS,
    *deadlines_listed.LISTS,
    *credit_listed.LISTS,
    *helpdesk_listed.LISTS,
    *admin_listed.LISTS,
]
