"""议题征集: schools and companies propose topics, reviewers score them, what is accepted becomes a draft session.

A topic call has dates, perhaps a track, and criteria with weights. A proposal has a title, an abstract, a kind and
speakers; whoever made it comes back by a code that was sent to them. Reviewers are named for each call.

Promises: nobody scores a proposal of their own school or of their own; the ranking says how it is computed and a
person decides, with a reason; a speaker confirms or declines by a link of their own, once; nothing accepted is public
before the programme is released. Open `states.py`, then `actions.py`.
"""
