"""What can go wrong between Vedette and a language model, and whom it concerns: one report or the whole run."""

from vedette.errors import ModelError, VedetteError


class EndpointError(ModelError):
    """The endpoint cannot be used at all: not set, not there, or it refuses the key. Ends the run."""


class BudgetError(ModelError):
    """What may be spent in a day is spent. Ends the run; what was answered is kept for a later one."""


class AnswerError(VedetteError):
    """The model gave no usable answer for one text; the other reports go on. `kind` is the word it is counted under."""

    def __init__(self, kind: str, message: str) -> None:
        """Keep the word for the kind of failure beside the message."""
        super().__init__(message)
        self.kind = kind
