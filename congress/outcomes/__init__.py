"""What came true after the signing: milestones with evidence, verified by somebody else.

A milestone 落地进度 is filed by one person and accepted, rejected or returned by another; an accepted one is an
outcome 成果. Money arrives in several instalments, each a milestone of its own.

Promises: who files never verifies; accepting and the credit for it are one transaction; an accepted outcome
is never changed, only reversed with a reason. Open `actions.py`.
"""
