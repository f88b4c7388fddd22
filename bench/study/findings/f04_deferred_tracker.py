"""A tracker that remembers field values in post_init reads fields that the query left out on purpose: each
is a query of its own. Cascades load such rows themselves, so the tracker is in places that no one has
written.
"""

from __future__ import annotations

from bench.claims.claim import cells
from bench.claims.estimates import told
from bench.model import Verdict
from bench.study.finding import Candidate, Ground, statements

READS = cells("deferred-tracker", "read", "read, tracker", "read, tracker that looks first", rows=(120,))
CASCADES = cells("deferred-tracker", "cascade", "cascade, tracker", rows=(120,))


def rule(ground: Ground) -> str | None:
    (read,), (cascade,) = ground.spots(READS), ground.spots(CASCADES)
    ratio = read.ratio("read, tracker", to="read")
    careful = read.ratio("read, tracker that looks first", to="read")
    if not ground.decided(ratio, Verdict.SLOWER):
        return None
    end = f" One that looks first {ground.times_as_long(careful)}." if ground.decided(careful) else ""
    return (
        "A `post_init` tracker that reads a deferred field turns reading 120 rows from "
        f"{statements(read, 'read')} into {statements(read, 'read, tracker')}, at {told(ratio)} the time; a "
        f"cascade goes from {statements(cascade, 'cascade')} to "
        f"{statements(cascade, 'cascade, tracker')}.{end}"
    )


CANDIDATE = Candidate(
    rank=4, title="A tracker and deferred fields", why=__doc__, cells=(READS, CASCADES), rule=rule
)
