"""What a congress asks those who register, as data: each track asks something else.

Words: a form version is all questions of a congress at one time, a draft until it is released and frozen from then
on; a question may be asked of one category, of one track, or after an earlier answer; an answer sheet is what one
registration answered, under the version it was asked with.

Promises: an answer to a question that was not shown is never stored; a choice with seats is never given to more
people than it has seats, by one statement that cannot overshoot; a released version never changes.
Open `rules.py`, then `actions.py`.
"""
