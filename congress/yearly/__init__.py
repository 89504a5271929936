"""The yearly report 年度报告: what a counting year came to, frozen, checked against the ledger, released by two people.

It is made of what is frozen already: the verified ledger, final boards, accepted monthly returns; projects and rates
as they stood at its moment. One signed document holds the figures; page, PDF and docx are made of it alone.

Promises: a report whose tables do not add up to the ledger is not made; whoever froze it does not release it; the
public edition has no figure of any single school or place; the same facts give the same text. Open `facts.py`.
"""
