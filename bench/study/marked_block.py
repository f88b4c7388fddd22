"""A part of a text file that a command writes: what stands between two comments, which stay."""

from __future__ import annotations

from bench.errors import UsageError


def block(text: str, name: str) -> str:
    """What stands between the comments, without the line breaks around it. UsageError where there is none."""
    start, end = _place(text, name)
    return text[start:end].strip("\n")


def with_block(text: str, name: str, content: str) -> str:
    """The text with that between the comments in place of what was there. Raises as block does."""
    start, end = _place(text, name)
    inside = f"\n{content}\n" if content else "\n"
    return text[:start] + inside + text[end:]


def _place(text: str, name: str) -> tuple[int, int]:
    begin, finish = f"<!-- {name} -->", f"<!-- end of {name} -->"
    start = text.find(begin)
    end = text.find(finish, start)
    if start < 0 or end < 0:
        raise UsageError(f"there is no {begin} … {finish} to write between")
    return start + len(begin), end
