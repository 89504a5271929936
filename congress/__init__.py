"""Congress: the event and conference system of Hunan's annual alumni congress 校友回湘大会."""

__version__ = "0.1.0"
