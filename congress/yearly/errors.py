"""Refusals about yearly reports."""

from congress.foundation.errors import DomainError, NotFound
from congress.foundation.i18n import _l


class NoSuchReport(NotFound):
    message = _l("There is no such report.")


class SumsDiffer(DomainError):
    code = "sums-differ"
    message = _l("The tables do not add up to the ledger, so no report is made of them; verify the ledger first.")


class LedgerFault(DomainError):
    code = "ledger-fault"
    message = _l("The ledger does not verify, so no report is made of it; tell the auditors.")


class SecondPerson(DomainError):
    status = 403
    code = "same-person"
    message = _l("Whoever froze a report does not release it; somebody else has to.")
