"""pyinstrument's own page of a profile, made safe to keep and to hand on.

Version 5.1.3 asks Google for a web font, and puts names into a script as they are, so that one that holds
`</script>` ends it and is run. Here the font's address is taken out, `<` is escaped wherever names stand, and
a policy forbids whatever lies outside of the file.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
import statistics
from collections.abc import Sequence
from datetime import datetime

from pyinstrument.renderers.html import HTMLRenderer, JSONForHTMLRenderer
from pyinstrument.session import Session

from bench.errors import SignalbenchError
from bench.profiles import Sampled, Stack

_REMOTE = re.compile(r"https?://(?!www\.w3\.org/)[^\s\"'`)\\]+")
_NOTHING = "data:text/css,"
"""What stands where the font's style sheet did."""
_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def page(title: str, created: str, processes: Sequence[Sampled]) -> str:
    """The page: one file that asks for nothing, with what all the processes saw together.

    created: ISO 8601, with the time zone.
    Raises SignalbenchError if this pyinstrument writes its pages in a way that cannot be made safe.
    """
    session = _session(title, datetime.fromisoformat(created).timestamp(), processes)
    names = JSONForHTMLRenderer().render(session)
    written = HTMLRenderer(resample_interval=0).render(session)
    if written.count(names) != 1:
        raise SignalbenchError("this pyinstrument's pages cannot be made safe; install pyinstrument 5.1.3")
    before, after = written.split(names)
    before, after = (_REMOTE.sub(_NOTHING, part) for part in (before, after))
    text = before + _escaped(names) + after
    head = (
        f'<meta http-equiv="Content-Security-Policy" content="{_policy(text)}">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{html.escape(title)}</title>"
    )
    return text.replace("<head>", f"<head>{head}", 1)


def _session(title: str, start_s: float, processes: Sequence[Sampled]) -> Session:
    """As pyinstrument itself would have recorded it, a tick being its measure of time."""
    records = [
        (_infos(stack), number * each.period_ns / 1e9) for each in processes for stack, number in each.stacks
    ]
    records.sort()
    seconds = sum(time for _, time in records)
    return Session(
        frame_records=records,
        start_time=start_s,
        duration=seconds,
        min_interval=min(each.period_ns for each in processes) / 1e9,
        max_interval=max(each.period_ns for each in processes) / 1e9,
        sample_count=sum(each.samples for each in processes),
        start_call_stack=records[0][0][:1],
        target_description=title,
        cpu_time=seconds * statistics.fmean(each.cpu_share for each in processes),
        sys_path=[],
        sys_prefixes=[],
    )


def _infos(stack: Stack) -> list[str]:
    """The frames as pyinstrument names them; see its frame_info.py."""
    return [
        f"{frame.function}\0{frame.file}\0{frame.line}" + (f"\1c{frame.owner}" if frame.owner else "")
        for frame in stack
    ]


def _escaped(json_text: str) -> str:
    for character, escape in _ESCAPES.items():
        json_text = json_text.replace(character, escape)
    return json_text


def _policy(text: str) -> str:
    """Only the scripts that stand in this very text may run."""
    digests = (hashlib.sha256(script.encode()).digest() for script in _SCRIPT.findall(text))
    scripts = " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
    return (
        f"default-src 'none'; script-src {scripts}; style-src 'unsafe-inline' data:; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
