"""The same function is connected twice to what one send reaches, so it does its work twice.

Before:

    post_save.connect(reindex)
    post_save.connect(reindex, sender=Article)     # twice for an Article
    post_save.connect(Search().update)             # a new instance for each connect()
    import shop.receivers, mysite.shop.receivers   # one file under two names

After: connect once, with one dispatch_uid, and import the module under one name.

https://docs.djangoproject.com/en/stable/topics/signals/#preventing-duplicate-signals
"""

from __future__ import annotations

from functools import partial
from typing import Any, Iterator

from ..inventory import Line
from ..naming import function
from ..project import Finding, Project, enumerated, severity


def findings(project: Project) -> Iterator[Finding]:
    """One for each function and signal; instances of packages may well be several."""
    by_code: dict[tuple[object, ...], list[Line]] = {}
    for line in project.lines:
        if line.alive and line.receiver.file and line.origin != "django":
            bound = _bound(line.registration.receiver)
            where = (id(line.registration.signal), line.receiver.file, line.receiver.line, bound)
            by_code.setdefault(where, []).append(line)
    for lines in by_code.values():
        same = _overlapping(lines)
        why = _why(same)
        if why:
            senders = enumerated([line.sender or "any sender" for line in same])
            yield Finding(
                rule="duplicate-receiver",
                severity=severity(same[0]),
                subject=same[0].receiver.name,
                message=f"Is connected {len(same)} times to {same[0].signal}, for {senders}: {why}.",
                cost=None,
                advice="Connect it once, with a dispatch_uid if the code that connects may run again.",
            )


def _bound(receiver: Any) -> tuple[object, ...]:
    """What partials hand to the function: with other arguments, it does other work."""
    if type(receiver) is not partial:
        return ()
    named = ((name, id(value)) for name, value in sorted(receiver.keywords.items()))
    return (*map(id, receiver.args), *named, *_bound(receiver.func))


def _overlapping(lines: list[Line]) -> list[Line]:
    """The largest set that one send calls: those of one sender with those of any; of equals, the first."""
    open_to_all = [line for line in lines if line.sender is None]
    senders = dict.fromkeys(line.registration.key[1] for line in lines if line.sender is not None)
    reached = [[line for line in lines if line.registration.key[1] == key] for key in senders]
    return open_to_all + max(reached, key=len, default=[])


def _why(lines: list[Line]) -> str:
    """In words, or nothing where there is no harm."""
    if len(lines) < 2:
        return ""
    receivers = [line.registration.receiver for line in lines]
    if len({id(function(receiver)) for receiver in receivers}) > 1:
        if len({line.receiver.module for line in lines}) > 1:
            return (
                f"one file is imported as {' and as '.join(sorted({line.receiver.module for line in lines}))}"
            )
        return "made anew each time"
    if any(hasattr(receiver, "__func__") or function(receiver) is not receiver for receiver in receivers):
        return "of several instances" if lines[0].origin == "project" else ""
    if len({line.registration.key[1] for line in lines}) > 1:
        return "a send for the one reaches both"
    return "under several dispatch_uids"
