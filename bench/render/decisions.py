"""The two decisions that a reader comes with, answered outright: upgrade or not, and a signal or save()?

Both are always there. What a run cannot tell is said to be so, with how to find out; a few forks are a first
look, whatever they saw.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bench import units
from bench.model import Comparison, ComparisonKind, Results, Verdict
from bench.render import wording
from bench.render.amounts import Amount, amounts, more_or_less, of_baseline
from bench.render.answers import at
from bench.render.effects import CHANGED, costs
from bench.render.table import main_comparisons, measured_environments
from bench.render.trust import FLOOR, longer

UPGRADE = "Upgrade or not?"
SIGNAL = "A signal, or save()?"
_DECIDED = (*CHANGED, Verdict.SAME)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What is asked, the answer in a few words, and what it rests on."""

    asks: str
    answer: str
    reasons: str
    question: str | None = None
    """The slug of the question that it rests on most; None where it rests on all, or on none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Saving:
    """The variants of a question that put the same thing into a receiver and into save()."""

    question: str
    receiver: str
    override: str | None
    receiver_words: str
    override_words: str
    each: str


_SAVING = (
    _Saving(
        question="bulk-saves",
        receiver="1 post_save receiver",
        override="overridden save()",
        receiver_words="one post_save receiver",
        override_words="overriding save()",
        each="save",
    ),
    _Saving(
        question="single-save",
        receiver="1 post_save receiver",
        override=None,
        receiver_words="one post_save receiver",
        override_words="",
        each="save",
    ),
    _Saving(
        question="same-work",
        receiver="pre_save and post_save",
        override="overridden save()",
        receiver_words="doing the work in receivers instead of inline",
        override_words="doing it in save()",
        each="save",
    ),
)
"""In the order of what tells the most."""


def decisions(results: Results) -> list[Decision]:
    """Both, the one that the run was made for first."""
    made = [upgrade(results), signal_or_save(results)]
    return made if results.plan.kind is ComparisonKind.VERSION else made[::-1]


def upgrade(results: Results) -> Decision:
    """Whether anything measured speaks against the newest version, from the one that it was compared with."""
    newest = measured_environments(results)[-1].label
    if results.plan.kind is not ComparisonKind.VERSION:
        return _not_told(UPGRADE, f"it measured {newest} alone. Compare with: signalbench compare OLD NEW")
    compared = [c for c in main_comparisons(results) if c.question != FLOOR and c.candidate == newest]
    found = Counter(c.verdict for c in compared)
    between = f"from {compared[0].baseline} to {newest}" if compared else f"to {newest}"
    if not any(c.ratio for c in compared):
        return _not_told(UPGRADE, f"nothing could be compared {between}; the tables give the reasons")
    decided = [c for c in compared if c.verdict in _DECIDED]
    sure = Counter(c.verdict for c in decided if _is_sure(c))
    if decided and not sure:
        return _too_early(decided, between, len(compared), results)
    if not decided:
        number = found[Verdict.UNCLEAR]
        return _not_told(
            UPGRADE,
            f"{between}, {_of(number, len(compared))} {'is' if number == 1 else 'are'} unclear"
            f"{_rest(found)}. {_advice(results)}",
        )
    slower, faster, same = (sure[verdict] for verdict in _DECIDED)
    early = len(decided) - sum(sure.values())
    parts = [
        f"{_of(slower, len(compared))} got slower {between}"
        if slower
        else f"no case of {units.integer(len(compared))} is known to have got slower {between}",
        *([f"{units.integer(faster)} got faster"] if faster else []),
        *([f"{units.integer(same)} stayed the same"] if same else []),
        *([f"{units.integer(early)} more changed at a first look only"] if early else []),
    ]
    told = _sentence(", ".join(parts))
    if slower:
        told += f" {_surest([c for c in decided if c.verdict is Verdict.SLOWER and _is_sure(c)], results)}"
    if open_ := found[Verdict.UNCLEAR]:
        told += f" For {units.integer(open_)} it cannot be told from this run. {_advice(results)}."
    return Decision(asks=UPGRADE, answer=_upgrade_answer(sure, open_), reasons=told)


def signal_or_save(results: Results) -> Decision:
    """What a receiver adds to a save() beside an override of it, in the newest version."""
    newest = measured_environments(results)[-1].label
    here = [c for c in results.comparisons if c.kind is ComparisonKind.VARIANT and c.environment == newest]
    known = [(saving, c) for saving in _SAVING if (c := _clearest(saving.receiver, saving.question, here))]
    if not known:
        return _not_told(
            SIGNAL,
            "it has no times of a save() with a receiver and without. "
            "Measure them with: signalbench run bulk-saves",
        )
    saving, receiver = max(known, key=lambda pair: _telling(pair[1]))
    beside = [c for c in here if (c.question, c.axis) == (receiver.question, receiver.axis)]
    override = next((c for c in beside if c.variant == saving.override and c.ratio), None)
    amount = amounts(results)
    if not _is_sure(receiver):
        seen = _open(saving.receiver_words, receiver, amount(receiver), saving.each)
        if _is_bounded(receiver, wording.margin(results)):
            return Decision(
                asks=SIGNAL,
                answer="Little hangs on it, as far as time goes.",
                reasons=_sentence(seen),
                question=receiver.question,
            )
        return _not_told(SIGNAL, f"{seen}. {_advice(results, receiver.question)}", receiver.question)
    margin = wording.margin(results)
    parts = [f"{saving.receiver_words} {costs(receiver, amount(receiver), margin, saving.each)}"]
    if override and _is_sure(override):
        parts.append(f"{saving.override_words} {costs(override, amount(override), margin, saving.each)}")
    elif override:
        advice = _advice(results, receiver.question)
        parts.append(f"what {saving.override_words} adds cannot be told from this run. {advice}")
    return Decision(
        asks=SIGNAL,
        answer=_signal_answer(receiver, override),
        reasons=_sentence(f"in {newest}{at(receiver.axis)}, {'; '.join(parts)}"),
        question=receiver.question,
    )


def _too_early(decided: Sequence[Comparison], between: str, total: int, results: Results) -> Decision:
    """Where all that is decided rests on a few forks."""
    forks = units.plural(max(c.forks for c in decided), "fork")
    changed = [c for c in decided if c.verdict in CHANGED]
    saw = f"it saw {_of(len(changed), total)} change {between}" if changed else f"it saw no change {between}"
    surest = f" {_surest(changed, results)}" if changed else ""
    return Decision(
        asks=UPGRADE,
        answer=f"Too early to tell: this is a first look, of {forks}.",
        reasons=f"{_sentence(saw)}{surest} To be sure, measure longer, with --budget {longer(results)}.",
    )


def _upgrade_answer(sure: Counter[Verdict], unclear: int) -> str:
    if sure[Verdict.SLOWER]:
        return "Look first at what got slower."
    if unclear > sum(sure.values()):
        return "Nothing speaks against it so far, but most of it is open."
    return "Yes, as far as signals go: nothing is known to get slower."


def _signal_answer(receiver: Comparison, override: Comparison | None) -> str:
    """The cheaper one only where the two intervals lie apart."""
    mine, others = receiver.ratio, override.ratio if override and _is_sure(override) else None
    if mine and others and mine.low > others.high:
        return "save(), if time counts: a receiver adds more."
    if mine and others and mine.high < others.low:
        return "A signal, if time counts: overriding save() adds more."
    if others:
        return "Either: no difference in time is known between them."
    if receiver.verdict is Verdict.SLOWER:
        return "A receiver costs time; whether save() does as well is open."
    return "A signal is fine: its time hardly counts."


def _clearest(variant: str, question: str, here: Sequence[Comparison]) -> Comparison | None:
    """The variant's comparison at the point that tells most."""
    own = [c for c in here if (c.question, c.variant) == (question, variant) and c.ratio]
    return max(own, key=_telling, default=None)


def _telling(comparison: Comparison) -> tuple[bool, bool, int, float]:
    """Sure or decided comparisons first: of the sure ones that of the most rows, else the narrowest."""
    sure, rows, ratio = _is_sure(comparison), dict(comparison.axis).get("rows"), comparison.ratio
    width = ratio.high / ratio.low if ratio else math.inf
    return sure, comparison.verdict in _DECIDED, rows if sure and isinstance(rows, int) else 0, -width


def _is_sure(comparison: Comparison) -> bool:
    return comparison.verdict in _DECIDED and not wording.first_look([comparison])


def _is_bounded(comparison: Comparison, margin: float) -> bool:
    """Whether a change of more than twice the margin is ruled out, by enough forks."""
    ratio, most = comparison.ratio, 1 + 2 * margin
    ruled_out = ratio is not None and 1 / most < ratio.low and ratio.high < most
    return ruled_out and not wording.first_look([comparison])


def _open(words: str, comparison: Comparison, amount: Amount | None, each: str) -> str:
    ratio = comparison.ratio
    too_wide = "too few measurements to tell"
    seen = wording.span(ratio) if ratio else too_wide
    whole = f"{of_baseline(amount, each)} with {words}" if amount else words
    whole += f" ({units.point(comparison.axis)})" if comparison.axis else ""
    forks = f" in {units.plural(comparison.forks, 'fork')}" if comparison.forks else ""
    if seen == too_wide:
        return f"{whole} was measured too little to tell{forks}"
    return f"{whole} came out {seen}{forks}"


def _surest(changed: Sequence[Comparison], results: Results) -> str:
    most = max(changed, key=lambda c: wording.magnitude(c).low)
    amount = amounts(results)(most)
    more = f", {more_or_less(amount)}" if amount else ""
    return (
        f"The surest: “{most.variant}”{at(most.axis)} ({most.question}), "
        f"{wording.change(most)} {wording.interval(most)}{more}."
    )


def _rest(found: Counter[Verdict]) -> str:
    others = sum(found.values()) - found[Verdict.UNCLEAR]
    return f", {units.integer(others)} without data" if others else ""


def _of(number: int, total: int) -> str:
    if number == total:
        return "the only case" if total == 1 else f"all {units.plural(total, 'case')}"
    return f"{units.integer(number)} of {units.plural(total, 'case')}"


def _advice(results: Results, question: str | None = None) -> str:
    only = f" -k {question}" if question and len(results.plan.questions) > 1 else ""
    return f"Measure longer, with --budget {longer(results)}{only}"


def _not_told(asks: str, why: str, question: str | None = None) -> Decision:
    return Decision(
        asks=asks, answer="Cannot be told from this run:", reasons=f"{why.rstrip('.')}.", question=question
    )


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:].rstrip('.')}."
