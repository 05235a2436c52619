"""Version of the rules that compare documents; stored with the index and with what they find."""

# Raise it whenever the band hashes of a text may change, also by a new
# `RMinHash.ALGORITHM_VERSION`.
NEAR_DUPLICATES_VERSION = 3
