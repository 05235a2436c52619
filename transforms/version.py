"""This file versions what a document is; each document and each run carries the version that made it."""

from transforms.text.normalize import NORMALIZATION_VERSION

# Raised whenever `describe` may say something else of the same text.
DESCRIPTION_VERSION = 7

PIPELINE_VERSION = f"{NORMALIZATION_VERSION}.{DESCRIPTION_VERSION}"
