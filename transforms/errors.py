"""The exceptions of zakhira: terminal ones, and transient ones that are worth another try.

Bad *input* raises none of them: a raw file without a document is a row of `sources` with its
`reject_reason`.
"""


class ZakhiraError(Exception):
    """Base of everything that zakhira raises on purpose; its message says what to do next."""


class TerminalError(ZakhiraError):
    """Trying again changes nothing: a person must act."""


class TransientError(ZakhiraError):
    """The same call may succeed a little later. The flows retry these errors and no others."""


class SchemaError(TerminalError):
    """A table is not what `transforms.schemas` declares: the code is wrong, not the input."""


class UsageError(TerminalError):
    """A request cannot be met; the message says what to request instead."""
