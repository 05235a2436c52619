"""The one tree of exceptions: what broke for good, and what is worth another try.

Bad *input* never comes here: a raw file without a document is a row of `sources` with its
`reject_reason`.
"""


class ZakhiraError(Exception):
    """Everything zakhira raises on purpose; the message says what to do next."""


class TerminalError(ZakhiraError):
    """Trying again changes nothing until somebody acts."""


class TransientError(ZakhiraError):
    """The same call may well succeed a little later; the flows retry these and nothing else."""


class SchemaError(TerminalError):
    """A table is not what `transforms.schemas` declares: the code is wrong, not the input."""


class UsageError(TerminalError):
    """What was asked for cannot be done; the message says what to ask instead."""
