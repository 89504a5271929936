"""The staff shell: dashboard, search, audit trail, settings, and the page that shows every component.

It asks the slices below and owns no table of its own. Words: the console is what organisers work in; a
component is a part that pages are made of. Promise: a menu shows what the actor may open and nothing else.
Open `component_samples.py` for the looks.
"""
