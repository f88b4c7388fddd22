"""The failures that a user is told about in one line, each with the exit code it leads to."""

from __future__ import annotations


class SignalbenchError(Exception):
    """Its text names the problem, the value and the way out, in one line."""

    exit_code = 3


class UsageError(SignalbenchError):
    """What was asked for does not exist or does not fit: an unknown question, a folder that is no run."""

    exit_code = 2
