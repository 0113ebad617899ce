"""Forecasting deaths by unit and month: a history in, paths of draws out.

`read_history` reads the table, `Model` makes the paths, `summed_up` says what they mean. docs/methodology.md tells the
method and what it cannot know.
"""

from vedette.track.forecast.history import History, read_history
from vedette.track.forecast.model import Model
from vedette.track.forecast.summary import Outlook, summed_up

__all__ = ["History", "Model", "Outlook", "read_history", "summed_up"]
