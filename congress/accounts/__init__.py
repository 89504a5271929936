"""Who may come in and what they may do: users, roles with a scope, login, second factors, sessions, API tokens.

Staff sign in with e-mail and password and, if they have one, a second factor; alumni with a one-time code by mail or
SMS; programs carry a bearer token. A role may be limited to a school, a division or a gate, named by kind and code,
so that this slice needs to know none of them.

Promises: nobody has an account until one is created; a change of roles or password ends the user's sessions at
once; a code is good for five minutes, five tries and one use; whoever guesses waits, and never the owner in a known
browser; the three administrator roles are alone. Open `states.py` for the roles, `entry.py` for the way in,
`lockout.py` for who waits.
"""
