"""The arrival desk 报到台: a badge is printed, handed over, and later seen at a door.

Words: a desk is a gate of the kind «desk»; printed, handed over and entered are three events, each with its time
and place. What was handed over is an admission at the desk, as if the badge had been scanned there.

Promises: a second print says first when and where the badge was printed before; printing never counts as having
come. Open `story.py` first.
"""
