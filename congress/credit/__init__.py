"""Who is credited with what came true: rules, ledger, boards, publications.

Credit 成效 is an entity's share of an outcome, one entry in the ledger. Entities are 高校, 高中, 市州, 县市区. A
board 榜单 is a query over the ledger under one version of the rules and one counting period; a publication is
a board frozen at a moment, signed, and open to objections.

Promises: shares of an outcome add up to it, to the fen, within each kind of entity; the ledger only appends,
and each entry carries the hash of the one before; whoever keeps a checkpoint can prove a rewrite; a
correction is a new entry. Open `rules.py`, then `reactions.py` for how an outcome becomes credit.
"""
