"""Pages made of several slices: the home page, `/me`, a school's and a division's desk, the big screen.

Each page asks the slices below and changes nothing but through their actions. Open `views.py` first.
"""
