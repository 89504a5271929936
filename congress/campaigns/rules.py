"""What can be put into a campaign for each reader."""

PLACES = ("name", "congress", "code")
