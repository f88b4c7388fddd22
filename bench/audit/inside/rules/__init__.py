"""What can be wrong with a project's receivers: one rule per file.

A rule is a function `findings(project)`; its module's docstring shows the code before and after.
"""

from __future__ import annotations

from ..project import Finding, Project
from . import (
    async_receivers,
    dead_receivers,
    duplicate_receivers,
    init_receivers,
    lost_fast_delete,
    outside_ready,
    own_sender_saved,
    senderless_receivers,
    strong_closures,
    sync_receivers,
    uncacheable_senders,
    waiting_receivers,
)

RULES = (
    async_receivers,
    dead_receivers,
    waiting_receivers,
    uncacheable_senders,
    lost_fast_delete,
    senderless_receivers,
    init_receivers,
    own_sender_saved,
    duplicate_receivers,
    sync_receivers,
    outside_ready,
    strong_closures,
)
SEVERITIES = ("error", "warning", "info")


def all_findings(project: Project) -> list[Finding]:
    """Of every rule, the most severe first."""
    found = [finding for rule in RULES for finding in rule.findings(project)]
    return sorted(found, key=lambda finding: SEVERITIES.index(finding.severity))
