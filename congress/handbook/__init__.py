"""What is printed from programme and people together: the personal agenda as PDF, picture and calendar file.

Draws what it is given: an `Agenda` with its items. Promises: times are those of the congress's zone and say
so; a calendar entry keeps its id when its time changes, so that a second file moves it. Open `agenda.py`.
"""
