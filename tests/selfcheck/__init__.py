"""The real machine's proof: the same Django against itself, and Djangos made slower by a known share.

`scripts/selfcheck` runs it; it takes more than an hour, and nothing else may run meanwhile.
"""
