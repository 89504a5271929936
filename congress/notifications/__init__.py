"""Messages to people: an outbox row first, delivery second.

A message is written in the transaction of what it tells of; a job delivers it soon after, and a sweep finds
what a broken broker or a killed worker left behind. Channels are e-mail and SMS; with neither configured the
messages stay in the outbox, which the console shows. The slice knows addresses, no persons.

Promises: nothing is told that did not commit; a message is delivered once, or again with the same
Message-ID when the answer of the mail server was lost. Open `actions.py` first, then `delivery.py`.
"""
