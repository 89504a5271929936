"""Who sits where at a forum: blocks of seats, zones, a proposal by rule, and a person who decides.

A plan 座次 belongs to one forum. It has blocks: the platform 主席台, the signing table 签约台, rows, round tables.
A block may be for one category, or for ranks up to a number. Guests are those who hold a seat of the forum and
those who speak in it; a rank 职务 is set by hand and never computed.

Promises: the rules only propose, and leave alone what a person placed; nobody sits twice, no seat is taken twice;
somebody who stays away leaves no gap in the row; only a plan that two people released is told to guests.
Open `rules.py`, then `actions.py`.
"""
