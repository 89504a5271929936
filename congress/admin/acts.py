"""What the audit trail calls each act, in words."""

from collections.abc import Mapping

from congress.foundation.i18n import LazyString, _l

ACT_NAMES: Mapping[str, LazyString] = {
    "badge.reissued": _l("Badge made anew"),
    "badges.printed": _l("Badges printed"),
    "board.computed": _l("Board computed for publication"),
    "board.corrected": _l("Correction of a board published"),
    "board.opened": _l("Lines of a board opened"),
    "board.reviewed": _l("Board reviewed"),
    "board.signed_off": _l("Board signed off"),
    "board.switched": _l("What a board publishes changed"),
    "board.published": _l("Board published"),
    "board.final": _l("Board made final"),
    "board.withdrawn": _l("Board withdrawn"),
    "day.cleared": _l("Working day left to the holidays"),
    "day.set": _l("Working day set by hand"),
    "congress.registration": _l("Registration opened or closed"),
    "dispute.decided": _l("Dispute over credit decided"),
    "dispute.opened": _l("Dispute over credit opened"),
    "dispute.stated": _l("Case stated in a dispute"),
    "forum.changed": _l("Forum changed"),
    "forum.created": _l("Forum created"),
    "gate.changed": _l("Gate changed"),
    "gate.created": _l("Gate created"),
    "holding.approved": _l("Place in a forum given"),
    "intention.changed": _l("Intention changed"),
    "intention.moved": _l("Intention moved on"),
    "intention.recorded": _l("Intention recorded"),
    "intention.signed": _l("Intention signed"),
    "message.retried": _l("Message sent again"),
    "milestone.filed": _l("Milestone filed"),
    "milestone.refiled": _l("Milestone filed again"),
    "milestone.accept": _l("Milestone accepted"),
    "milestone.reject": _l("Milestone rejected"),
    "milestone.return": _l("Milestone returned"),
    "milestone.reverse": _l("Outcome reversed"),
    "milestone.reversed": _l("Outcome reversed"),
    "objection.decided": _l("Objection decided"),
    "objection.filed": _l("Objection filed"),
    "registration.accepted": _l("Registration accepted"),
    "registration.cancelled": _l("Registration cancelled"),
    "registration.changed": _l("Registration changed"),
    "registration.created": _l("Registration created"),
    "registration.refused": _l("Registration refused"),
    "registration.resent": _l("Confirmation sent again"),
    "registrations.exported": _l("List of registrations taken out"),
    "rules.drafted": _l("Rules drafted"),
    "rules.in_force": _l("Rules put in force"),
    "session.changed": _l("Item of the programme changed"),
    "session.created": _l("Item of the programme created"),
    "token.issued": _l("Token issued"),
    "token.revoked": _l("Token revoked"),
    "user.closed": _l("Account closed"),
    "user.created": _l("Account created"),
    "user.opened": _l("Account opened"),
    "user.password": _l("Password changed"),
    "user.roles": _l("Roles changed"),
}


def act_name(act: str) -> str:
    """The act in the reader's language; one without a name stands as it is."""
    return str(ACT_NAMES.get(act, act))
