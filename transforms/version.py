"""The version of the rules that make and describe documents; documents and runs store it."""

from transforms.text.characters import UNICODE_VERSION
from transforms.text.normalize import NORMALIZATION_VERSION

# Raise it whenever `describe` may return another row for the same text.
DESCRIPTION_VERSION = 11

# With another Unicode the canonical form of a text with new characters may change.
PIPELINE_VERSION = f"{NORMALIZATION_VERSION}.{DESCRIPTION_VERSION}.{UNICODE_VERSION.split('.')[0]}"
