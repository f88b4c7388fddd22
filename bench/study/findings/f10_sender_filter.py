"""A signal without use_caching, which is what Signal() gives, goes through all its receivers on each send
to find those of the sender. Model signals remember them for each sender.
"""

from __future__ import annotations

from bench.claims.claim import cells
from bench.claims.estimates import inverse, told
from bench.model import Verdict
from bench.study.finding import Candidate, Ground

PLAIN = cells("senders", "one per class", "one senderless", receivers=(100,), caching=("off",))
CACHED = cells("senders", "one per class", "one senderless", receivers=(100,), caching=("on",))


def rule(ground: Ground) -> str | None:
    (plain,), (cached,) = ground.spots(PLAIN), ground.spots(CACHED)
    without = plain.ratio("one senderless", to="one per class")
    with_it = cached.ratio("one senderless", to="one per class")
    if not (ground.decided(without, Verdict.FASTER) and ground.decided(with_it)):
        return None
    return (
        "On a signal of your own, 100 receivers for 100 senders make each `send()` "
        f"{told(inverse(without))} slower than one receiver for all; with `use_caching=True`, as model "
        f"signals have it, the one {ground.times_as_long(with_it)} as the hundred."
    )


CANDIDATE = Candidate(
    rank=10, title="Filtering by sender needs the cache", why=__doc__, cells=(PLAIN, CACHED), rule=rule
)
