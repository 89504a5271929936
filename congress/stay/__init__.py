"""Where guests sleep 住宿, who fetches them 接送, and what the kitchens cook for them 用餐.

Somebody says once when they come and go, what room they wish, with whom, and what they eat (a wish). A hotel has
kinds of rooms, a kind has so many rooms each night; a lodging is somebody's bed in one of them. A trip is one car
that meets a train or a flight, or leads to one; a ride is somebody's seat in it.

Promises: no night and no car is given out beyond what there is; who cancels gives up room and car at once and stands
struck on the next list; a list marks what has changed since it was last handed over; drivers need no login.
Open `rules.py`, then `actions.py` for rooms and `transfers.py` for cars.
"""
