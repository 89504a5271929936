"""What is shown on big screens, and what the duty officer watches.

Words: a screen is a display that hangs somewhere; a scene is what it can show (figures, welcome, arrivals by gate
…). An operator prepares a scene, looks at its picture, and takes it: then it is live. A frozen screen stands
still; the logo page is one step away.

Promises: nothing is live without a take; a public screen never shows a conflict or a refusal, an amount only after
its release, and names only who agreed to be named in public; however many screens watch, a process asks the
database once a second whether anything changed. Open `watch.py` first.
"""
