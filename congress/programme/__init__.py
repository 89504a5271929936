"""What happens at a congress, where and when: tracks, forums with seats, sessions, rooms, speakers.

A congress is one annual edition with its categories of badges and its four tracks 专题. A forum 专场活动 is
bookable: it has a room, a time and a number of seats. A session 议程 is one item of the programme.

Promises: only what is released reaches the public; a forum's count of seats is changed by the registration
slice alone, by one statement that cannot overshoot. Open `models.py`, then `actions.py`.
"""
