"""A comparison as the end of a sentence: what it costs, or how it differs, with its time and its interval."""

from __future__ import annotations

from collections.abc import Sequence

from bench import units
from bench.model import Comparison, Verdict
from bench.render import wording
from bench.render.amounts import Amount, more_or_less, of_baseline, on_top, per_each
from bench.verdicts import CHANGED, DECIDED


def costs(comparison: Comparison, amount: Amount | None, margin: float, each: str | None = None) -> str:
    """What adding something costs: "adds 3.31 µs to a save of 41.4 µs (8%, 7–9), 3.31 ms per 1,000"; of the
    same verdict, where more or less is open, "adds at most 1% to a save of 41.4 µs"; from twice on "adds
    2.7 µs per send (2.3 µs to 3.2 µs)".
    """
    ratio = comparison.ratio
    if ratio is None or amount is None:
        return f"makes it {wording.phrase(comparison, margin)}"
    if comparison.verdict is Verdict.FASTER:
        return f"makes it {wording.phrase(comparison, margin)}, {more_or_less(amount, each)}"
    if comparison.verdict not in (Verdict.SLOWER, Verdict.SAME):
        return f"is open ({wording.phrase(comparison, margin)})"
    if ratio.low <= 1:
        most = f"at most {units.share(ratio.high - 1)}" if ratio.high > 1 else "nothing"
        return f"adds {most} to {of_baseline(amount, each)}"
    return f"adds {on_top(amount, ratio, each) if ratio.value < 2 else per_each(amount, each)}"


def against_reference(
    comparison: Comparison, amount: Amount | None, margin: float, each: str | None = None
) -> str:
    """How an alternative does: "is 30× faster than “save()” (28–32), 95 µs less per save"."""
    other = f"“{comparison.baseline}”"
    if comparison.verdict in CHANGED:
        told = f"is {wording.change(comparison)} than {other} {wording.interval(comparison)}"
        return f"{told}, {more_or_less(amount, each)}" if amount else told
    if comparison.verdict is Verdict.SAME:
        return f"takes as long as {other}, within {units.share(margin)}"
    return f"against {other} is open ({wording.phrase(comparison, margin)})"


def between(pairs: Sequence[tuple[Comparison, Amount | None]], margin: float, each: str | None = None) -> str:
    """Decided comparisons of one case with one baseline: "is 1.25× slower in 5.2 than in 4.2 (1.21–1.29),
    230 ns more per send"; "is 1.25× slower in 5.2 (1.21–1.29; 230 ns more per send) and 1.21× slower in 6.1
    (…) than in 4.2; it takes as long in 5.0, within 5%".
    """
    baseline = pairs[0][0].baseline
    changed = [(c, amount) for c, amount in pairs if c.verdict in CHANGED]
    parts = []
    if len(changed) == 1:
        parts.append(_against(*changed[0], each))
    elif changed:
        parts.append(f"is {listed([_in_one(c, amount, each) for c, amount in changed])} than in {baseline}")
    return "; ".join([*parts, *_as_long(pairs, margin)])


def from_some_on(
    pairs: Sequence[tuple[Comparison, Amount | None]], margin: float, each: str | None = None
) -> str | None:
    """Where releases, the oldest first, have all changed the same way from one of them on, told by the last:
    "is 1.20× slower in 6.1 than in 4.2 (1.18–1.23), 404 ns more per send, and slower from 5.0 on"; with
    ", where it is 1.08× (1.05–1.10)" if it was surely less or more there, and "at the latest" where the one
    before is open. None where it is not so.
    """
    changed = [(c, amount) for c, amount in pairs if c.verdict in CHANGED]
    to_the_end = changed == list(pairs[-len(changed) :])
    if len(changed) < 2 or not to_the_end or len({c.verdict for c, _ in changed}) > 1:
        return None
    before = [c for c, _ in pairs[: -len(changed)]]
    known = not before or before[-1].verdict in DECIDED
    told = f"{_against(*changed[-1], each)}{_since(changed[0][0], changed[-1][0], known=known)}"
    return "; ".join([told, *_as_long(pairs, margin)])


def _against(comparison: Comparison, amount: Amount | None, each: str | None) -> str:
    interval = wording.interval(comparison)
    told = (
        f"is {wording.change(comparison)} in {comparison.candidate} than in {comparison.baseline} {interval}"
    )
    return f"{told}, {more_or_less(amount, each)}" if amount else told


def _as_long(pairs: Sequence[tuple[Comparison, Amount | None]], margin: float) -> list[str]:
    same = [c.candidate for c, _ in pairs if c.verdict is Verdict.SAME]
    if not same:
        return []
    verb = "it takes" if any(c.verdict in CHANGED for c, _ in pairs) else "takes"
    return [f"{verb} as long in {listed(same)} as in {pairs[0][0].baseline}, within {units.share(margin)}"]


def _since(first: Comparison, last: Comparison, *, known: bool) -> str:
    """known: whether the release before the first of them is."""
    then, now = wording.magnitude(first), wording.magnitude(last)
    since = f", and {first.verdict.value} from {first.candidate} on{'' if known else ' at the latest'}"
    if then.low <= now.high and now.low <= then.high:
        return since
    return f"{since}, where it is {wording.factor(then)} {wording.interval(first)}"


def _in_one(comparison: Comparison, amount: Amount | None, each: str | None) -> str:
    interval = wording.interval(comparison)
    if amount:
        interval = f"{interval[:-1]}; {more_or_less(amount, each)})"
    return f"{wording.change(comparison)} in {comparison.candidate} {interval}"


def listed(texts: Sequence[str]) -> str:
    """ "4.2", "4.2 and 5.2", "4.2, 5.0 and 5.2"."""
    return " and ".join(filter(None, (", ".join(texts[:-1]), texts[-1])))
