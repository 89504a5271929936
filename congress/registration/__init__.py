"""A person's place at a congress: registering, holding seats, waiting for them, wearing a badge.

Words: a registration is one person's place at one congress, with a snapshot of name and title; a holding is
its claim on one forum, confirmed, waitlisted, offered or pending; a badge is what the person wears.

Promises: this is the only slice that takes a seat, by one statement that cannot overshoot; a freed seat
passes to the waitlist's first in the same transaction; two forums that overlap are never both held; one
person has one registration per congress, decided by a unique key. Open `actions.py`, then `seats.py`.
"""
