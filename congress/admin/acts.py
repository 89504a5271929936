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
    "call.closed": _l("Call closed"),
    "call.handed_back": _l("Call handed back"),
    "call.made": _l("Call made"),
    "call.reopened": _l("Called again"),
    "call.solved": _l("Call solved"),
    "call.taken": _l("Call taken"),
    "call.withdrawn": _l("Call taken back"),
    "conflict.settled": _l("Conflict of scans settled"),
    "congress.registration": _l("Registration opened or closed"),
    "device.changed": _l("Device of a gate changed"),
    "device.invited": _l("Device of a gate invited"),
    "device.paired": _l("Device of a gate paired"),
    "device.revoked": _l("Device of a gate revoked"),
    "entry.by_hand": _l("Entry recorded by hand"),
    "dispute.decided": _l("Dispute over credit decided"),
    "dispute.opened": _l("Dispute over credit opened"),
    "dispute.stated": _l("Case stated in a dispute"),
    "forum.changed": _l("Forum changed"),
    "forum.created": _l("Forum created"),
    "gate.changed": _l("Gate changed"),
    "gate.created": _l("Gate created"),
    "holding.approved": _l("Place in a forum given"),
    "handbook.texts": _l("Texts of the handbook written"),
    "intention.changed": _l("Intention changed"),
    "intention.moved": _l("Intention moved on"),
    "intention.recorded": _l("Intention recorded"),
    "intention.signed": _l("Intention signed"),
    "invitation.created": _l("Invitation made"),
    "invitation.revoked": _l("Invitation withdrawn"),
    "message.retried": _l("Message sent again"),
    "milestone.filed": _l("Milestone filed"),
    "milestone.refiled": _l("Milestone filed again"),
    "milestone.accept": _l("Milestone accepted"),
    "milestone.reject": _l("Milestone rejected"),
    "milestone.return": _l("Milestone returned"),
    "milestone.reverse": _l("Outcome reversed"),
    "milestone.reversed": _l("Outcome reversed"),
    "missing.listed": _l("List of those not yet here looked at"),
    "objection.decided": _l("Objection decided"),
    "objection.filed": _l("Objection filed"),
    "programme.imported": _l("Programme imported from a file"),
    "difference.settled": _l("Difference of the books settled"),
    "extra.changed": _l("Extra changed"),
    "extra.created": _l("Extra offered"),
    "invoice.issued": _l("Invoice handed over"),
    "invoice.requested": _l("Invoice asked for"),
    "invoice.reversed": _l("Invoice reversed"),
    "line.set_aside": _l("Line of a statement set aside"),
    "order.cancelled": _l("Order called off"),
    "order.confirmed": _l("Payment confirmed by hand"),
    "order.placed": _l("Order placed"),
    "orders.exported": _l("List of orders taken out"),
    "payments.terms": _l("Selling or payee changed"),
    "pledge.made": _l("Donation pledged"),
    "pledge.passed_on": _l("Pledge passed on"),
    "pledge.withdrawn": _l("Pledge withdrawn"),
    "refund.requested": _l("Refund decided"),
    "statement.imported": _l("Bank statement imported"),
    "registration.accepted": _l("Registration accepted"),
    "registration.cancelled": _l("Registration cancelled"),
    "registration.changed": _l("Registration changed"),
    "registration.created": _l("Registration created"),
    "registration.refused": _l("Registration refused"),
    "registration.resent": _l("Confirmation sent again"),
    "registrations.exported": _l("List of registrations taken out"),
    "roster.imported": _l("Roster imported from a file"),
    "rules.drafted": _l("Rules drafted"),
    "rules.in_force": _l("Rules put in force"),
    "session.changed": _l("Item of the programme changed"),
    "session.created": _l("Item of the programme created"),
    "clash.rules": _l("Rules about clashes changed"),
    "congress.copied": _l("Congress made from another"),
    "congress.opened": _l("Congress made public"),
    "paper.printed": _l("Paper printed"),
    "programme.proposed": _l("Version of the programme proposed"),
    "programme.released": _l("Version of the programme released"),
    "programme.withdrawn": _l("Version of the programme withdrawn"),
    "room.saved": _l("Room saved"),
    "session.removed": _l("Item of the programme taken out"),
    "speaker.saved": _l("Speaker saved"),
    "venue.distance": _l("Way between venues saved"),
    "token.issued": _l("Token issued"),
    "token.revoked": _l("Token revoked"),
    "user.closed": _l("Account closed"),
    "user.created": _l("Account created"),
    "user.opened": _l("Account opened"),
    "user.password": _l("Password changed"),
    "user.roles": _l("Roles changed"),
}


OBJECT_NAMES: Mapping[str, LazyString] = {
    "call": _l("Call"),
    "congress": _l("Congress"),
    "forum": _l("Forum"),
    "gate": _l("Gate"),
    "gate_device": _l("Device"),
    "intention": _l("Intention"),
    "invitation": _l("Invitation"),
    "message": _l("Message"),
    "milestone": _l("Milestone"),
    "objection": _l("Objection"),
    "publication": _l("Publication"),
    "order": _l("Order"),
    "extra": _l("Extra"),
    "pledge": _l("Pledge"),
    "registration": _l("Registration"),
    "session": _l("Session"),
    "user": _l("User"),
}


def object_name(kind: str) -> str:
    """What was acted on, in the reader's language; a kind without a name stands as it is."""
    return str(OBJECT_NAMES.get(kind, kind))


# who acted where nobody was signed in
ACTOR_NAMES: Mapping[str, LazyString] = {
    "system": _l("The system"),
    "command line": _l("The command line"),
    "anonymous": _l("Nobody signed in"),
}


def actor_name(actor: str) -> str:
    """Who acted, in the reader's language; `user:7` stands as it is."""
    return str(ACTOR_NAMES.get(actor, actor))


def act_name(act: str) -> str:
    """The act in the reader's language; one without a name stands as it is."""
    return str(ACT_NAMES.get(act, act))
