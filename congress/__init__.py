"""Congress: the event and conference system of Hunan's annual alumni congress."""
