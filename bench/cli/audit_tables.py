"""An audit on standard output: the findings, then the receivers, in at most 100 columns."""

from __future__ import annotations

import sys
import textwrap

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bench.audit.records import Audit, Receiver
from bench.cli.tables import Tables
from bench.render import audit_wording as wording
from bench.render.inert import one_line, visible

MOST_FINDINGS = 5
"""Of one rule and advice; a package without senders may find a hundred."""
MOST_SUBJECTS = 20
"""Of which one thing is told."""
STYLES = {"error": "bold red", "warning": "dark_orange3", "info": "dodger_blue2"}


def print_audit(audit: Audit, settings: str, *, quiet: bool) -> None:
    """Print what was found; unless quiet, the receivers as well, but for those of Django itself."""
    console = Tables(sys.stdout)
    console.print(Text(visible(wording.headline(audit, settings))))
    for (severity, rule, advice), findings in wording.grouped(audit.findings).items():
        console.print()
        console.print(Text.assemble((severity, STYLES[severity]), f"  {rule}"))
        for told in findings[:MOST_FINDINGS]:
            _print_told(console, told)
        if len(findings) > MOST_FINDINGS:
            console.print(Text(f"  and {len(findings) - MOST_FINDINGS} more: --json has all"))
        console.print(Text(_wrapped(console, f"Advice: {advice}")))
    if not quiet:
        own = [receiver for receiver in audit.receivers if receiver.origin != "django"]
        if own:
            console.print_table(_table(own))
        console.print(Text(wording.left_out(audit)))


def _print_told(console: Console, told: wording.Told) -> None:
    rest = len(told.subjects) - MOST_SUBJECTS
    more = f" and {rest} more: --json has all" if rest > 0 else ""
    named = wording.alike(told) + ", ".join(told.subjects[:MOST_SUBJECTS]) + more
    console.print(Text(_wrapped(console, named, "  "), style="bold"))
    for line in (told.message, told.cost and f"Cost: {told.cost}"):
        if line:
            console.print(Text(_wrapped(console, line)))


def _wrapped(console: Console, text: str, indent: str = "    ") -> str:
    return textwrap.fill(
        one_line(text),
        console.width,
        initial_indent=indent,
        subsequent_indent="    ",
        break_on_hyphens=False,
    )


def _table(receivers: list[Receiver]) -> Table:
    """A section for each signal."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("Receiver", overflow="fold", max_width=54)
    table.add_column("Sender", overflow="fold", max_width=36)
    signal = None
    for receiver in receivers:
        if receiver.signal != signal:
            signal = receiver.signal
            table.add_row(Text(wording.short_signal(signal), style="bold"), "")
        notes = one_line(", ".join(wording.notes(receiver)))
        called = Text(f"  {one_line(receiver.receiver)}{f' ({notes})' if notes else ''}")
        table.add_row(called, Text("any" if receiver.sender is None else one_line(receiver.sender)))
    return table
