"""An audit on standard output: the findings, then the receivers, in at most 100 columns."""

from __future__ import annotations

import sys
import textwrap

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bench.audit.records import Audit, Finding, Receiver
from bench.cli.terminal import WIDTH
from bench.render import audit_wording as wording

STYLES = {"error": "bold red", "warning": "dark_orange3", "info": "dodger_blue2"}


def print_audit(audit: Audit, settings: str, *, quiet: bool) -> None:
    """Print what was found; unless quiet, the receivers as well, but for those of Django itself."""
    console = Console(file=sys.stdout, width=WIDTH, highlight=False)
    console.print(Text(wording.headline(audit, settings)))
    for finding in audit.findings:
        console.print()
        _print_finding(console, finding)
    if not quiet:
        own = [receiver for receiver in audit.receivers if receiver.origin != "django"]
        if own:
            console.print(_table(own))
        console.print(Text(wording.left_out(audit)))


def _print_finding(console: Console, finding: Finding) -> None:
    console.print(
        Text.assemble(
            (finding.severity, STYLES[finding.severity]), f"  {finding.rule}  ", (finding.subject, "bold")
        )
    )
    parts = [("", finding.message), ("Cost: ", finding.cost or ""), ("Do: ", finding.advice)]
    for label, said in parts:
        if said:
            console.print(
                Text(textwrap.fill(f"{label}{said}", WIDTH, initial_indent="  ", subsequent_indent="  "))
            )


def _table(receivers: list[Receiver]) -> Table:
    table = Table(
        box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), title="Receivers", title_justify="left"
    )
    for heading in ("Signal", "Sender", "Receiver", "Notes"):
        table.add_column(heading, overflow="fold")
    for receiver in receivers:
        table.add_row(
            Text(wording.short_signal(receiver.signal)),
            Text("any" if receiver.sender is None else receiver.sender),
            Text(receiver.receiver),
            Text(", ".join(wording.notes(receiver))),
        )
    return table
