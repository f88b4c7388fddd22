"""Upgrade or not: whether anything measured speaks against the newest Django."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bench import units
from bench.model import Comparison, ComparisonKind, Results, Verdict
from bench.render import wording
from bench.render.amounts import amounts, more_or_less
from bench.render.answers import at
from bench.render.decision import Decision, advice, is_sure, not_told, sentence
from bench.render.releases import oldest_first
from bench.render.table import main_comparisons, measured_environments
from bench.render.trust import FLOOR, longer
from bench.verdicts import CHANGED, DECIDED

UPGRADE = "Upgrade or not?"


def upgrade(results: Results) -> Decision:
    """Whether anything measured speaks against the newest version, from the one that it was compared with."""
    newest = measured_environments(results)[-1].label
    if results.plan.kind is not ComparisonKind.VERSION:
        return not_told(UPGRADE, f"it measured {newest} alone. Compare with: signalbench compare OLD NEW")
    compared = [c for c in main_comparisons(results) if c.question != FLOOR and c.candidate == newest]
    found = Counter(c.verdict for c in compared)
    between = f"from {compared[0].baseline} to {newest}" if compared else f"to {newest}"
    if not any(c.ratio for c in compared):
        return not_told(UPGRADE, f"nothing could be compared {between}; the tables give the reasons")
    if oldest_first(results, newest, [compared[0].baseline]):
        old = compared[0].baseline
        return not_told(
            UPGRADE, f"it goes {between}, which is back. Compare with: signalbench compare {newest} {old}"
        )
    decided = [c for c in compared if c.verdict in DECIDED]
    sure = Counter(c.verdict for c in decided if is_sure(c))
    early = Counter(c.verdict for c in decided if not is_sure(c))
    if decided and not sure:
        return _too_early(decided, between, len(compared), results)
    if not decided:
        number = found[Verdict.UNCLEAR]
        return not_told(
            UPGRADE,
            f"{between}, {_of(number, len(compared))} {'is' if number == 1 else 'are'} unclear"
            f"{_rest(found)}. {advice(results)}",
        )
    slower, faster, same = (sure[verdict] for verdict in DECIDED)
    parts = [
        f"{_of(slower, len(compared))} got slower {between}"
        if slower
        else f"no case of {units.integer(len(compared))} is known to have got slower {between}",
        *([f"{units.integer(faster)} got faster"] if faster else []),
        *([f"{units.integer(same)} stayed the same"] if same else []),
        *([f"{units.integer(early.total())} more at a first look only"] if early else []),
    ]
    told = sentence(f"{', '.join(parts)}{_rest(found)}")
    if slower:
        told += f" {_surest([c for c in decided if c.verdict is Verdict.SLOWER and is_sure(c)], results)}"
    if open_ := found[Verdict.UNCLEAR]:
        told += f" For {units.integer(open_)} it cannot be told from this run. {advice(results)}."
    return Decision(asks=UPGRADE, answer=_upgrade_answer(sure, early, open_), reasons=told)


def _too_early(decided: Sequence[Comparison], between: str, total: int, results: Results) -> Decision:
    """Where all that is decided rests on a few forks."""
    forks = units.plural(max(c.forks for c in decided), "fork")
    changed = [c for c in decided if c.verdict in CHANGED]
    saw = f"it saw {_of(len(changed), total)} change {between}" if changed else f"it saw no change {between}"
    surest = f" {_surest(changed, results)}" if changed else ""
    return Decision(
        asks=UPGRADE,
        answer=f"Too early to tell: this is a first look, of {forks}.",
        reasons=f"{sentence(saw)}{surest} To be sure, measure longer, with --budget {longer(results)}.",
    )


def _upgrade_answer(sure: Counter[Verdict], early: Counter[Verdict], unclear: int) -> str:
    """early: what was decided at a first look."""
    if sure[Verdict.SLOWER]:
        return "Look first at what got slower."
    if early[Verdict.SLOWER]:
        return "Too early to tell: at a first look, something got slower."
    if unclear + early.total() > sure.total():
        return "Nothing speaks against it so far, but most of it is open."
    return "Yes, as far as signals go: nothing is known to get slower."


def _surest(changed: Sequence[Comparison], results: Results) -> str:
    most = max(changed, key=lambda c: wording.magnitude(c).low)
    amount = amounts(results)(most)
    more = f", {more_or_less(amount)}" if amount else ""
    return (
        f"The surest: “{most.variant}”{at(most.axis)} ({most.question}), "
        f"{wording.change(most)} {wording.interval(most)}{more}."
    )


def _rest(found: Counter[Verdict]) -> str:
    others = found[Verdict.NO_DATA] + found[Verdict.NOT_COMPARABLE]
    return f", {units.integer(others)} without data" if others else ""


def _of(number: int, total: int) -> str:
    if number == total:
        return "the only case" if total == 1 else f"all {units.plural(total, 'case')}"
    return f"{units.integer(number)} of {units.plural(total, 'case')}"
