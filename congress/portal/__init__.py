"""Pages made of several slices: the home page, `/me` and a school's and a division's desk.

Each page asks the slices below and changes nothing but through their actions. Open `views.py` first.
"""
