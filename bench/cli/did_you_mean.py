"""What somebody may have meant who typed something that there is not."""

from __future__ import annotations

from collections.abc import Iterable


def did_you_mean(wrong: str, known: Iterable[str]) -> str:
    """ " Did you mean 'receivers'?", with a space before it; empty where nothing known is close."""
    import difflib

    by_lower = {each.lower(): each for each in known}
    close = difflib.get_close_matches(wrong.lower(), by_lower, 1)
    return f" Did you mean {by_lower[close[0]]!r}?" if close else ""
