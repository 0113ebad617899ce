"""The errors that Vedette raises: each says what was wrong, where, and the remedy."""


class VedetteError(Exception):
    """Any failure that a user can act on."""


class DataFileError(VedetteError):
    """A codebook, frame or gazetteer file breaks its schema; names the file, the line and the remedy."""

    def __init__(self, path: object, line: int | None, problem: str, remedy: str) -> None:
        """Word the message from its parts."""
        place = f"{path}:{line}" if line else str(path)
        super().__init__(f"{place}: {problem}. {remedy}")


class InputError(VedetteError):
    """One input item cannot be read; the rest of the batch goes on."""


class OtherLanguageError(InputError):
    """A text is in a language that cannot be coded; in an archive of the world's news most are."""


class ModelError(VedetteError):
    """The language model is missing or is not what it says it is; the message names the remedy."""


class GatherError(VedetteError):
    """A source or page cannot be had: refused by a rule of safety or of manners, unreachable, or not readable."""

    code = "gather"
    """A word for the kind of failure that stays the same, so that failures can be counted."""


class StoreError(VedetteError):
    """A desk cannot be opened, read or written; the message names the desk and the remedy."""


class SchemaError(StoreError):
    """A desk was made by an older or a newer Vedette than this one."""


class AskedError(VedetteError):
    """What is asked for by name is not known; the message names the nearest that is, and what may be asked."""


class ExtraError(VedetteError):
    """What was asked for needs a package that is not installed; names the extra that brings it."""

    def __init__(self, what: str, package: str, extra: str) -> None:
        """Word the message from its parts."""
        super().__init__(f"{what} needs {package}, which is not installed. Install it: pip install 'vedette[{extra}]'")


class JudgementError(VedetteError):
    """A judgement cannot be made, or a log of them cannot be read; says why and the remedy."""

    def __init__(self, problem: str, remedy: str) -> None:
        """Word the message from its parts."""
        super().__init__(f"{problem}. {remedy}")
