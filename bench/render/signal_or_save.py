"""A signal, or save(): what a receiver adds beside an override that does the same."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from bench import units
from bench.model import Comparison, ComparisonKind, Results, Verdict
from bench.render import wording
from bench.render.amounts import Amount, amounts, of_baseline
from bench.render.answers import at
from bench.render.decision import Decision, advice, is_sure, not_told, sentence
from bench.render.effects import costs
from bench.render.table import measured_environments
from bench.verdicts import DECIDED

SIGNAL = "A signal, or save()?"


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


def signal_or_save(results: Results) -> Decision:
    """What a receiver adds to a save() beside an override of it, in the newest version."""
    newest = measured_environments(results)[-1].label
    here = [c for c in results.comparisons if c.kind is ComparisonKind.VARIANT and c.environment == newest]
    known = [(saving, c) for saving in _SAVING if (c := _clearest(saving.receiver, saving.question, here))]
    if not known:
        return not_told(
            SIGNAL,
            "it has no times of a save() with a receiver and without. "
            "Measure them with: signalbench run bulk-saves",
        )
    saving, receiver = max(known, key=lambda pair: _telling(pair[1]))
    beside = [c for c in here if (c.question, c.axis) == (receiver.question, receiver.axis)]
    override = next((c for c in beside if c.variant == saving.override and c.ratio), None)
    amount = amounts(results)
    if not is_sure(receiver):
        seen = _open(saving.receiver_words, receiver, amount(receiver), saving.each)
        if _is_bounded(receiver, wording.margin(results)):
            return Decision(
                asks=SIGNAL,
                answer="Open, and little hangs on it, as far as time goes.",
                reasons=sentence(seen),
                question=receiver.question,
            )
        return not_told(SIGNAL, f"{seen}. {advice(results, receiver.question)}", receiver.question)
    margin = wording.margin(results)
    parts = [f"{saving.receiver_words} {costs(receiver, amount(receiver), margin, saving.each)}"]
    if override and is_sure(override):
        parts.append(f"{saving.override_words} {costs(override, amount(override), margin, saving.each)}")
    elif override:
        longer = advice(results, receiver.question)
        parts.append(f"what {saving.override_words} adds cannot be told from this run. {longer}")
    return Decision(
        asks=SIGNAL,
        answer=_signal_answer(receiver, override, margin),
        reasons=sentence(f"in {newest}{at(receiver.axis)}, {'; '.join(parts)}"),
        question=receiver.question,
    )


def _signal_answer(receiver: Comparison, override: Comparison | None, margin: float) -> str:
    """The cheaper one only where the two intervals lie apart by more than the margin."""
    mine, others = receiver.ratio, override.ratio if override and is_sure(override) else None
    if mine and others and mine.low > others.high * (1 + margin):
        return "save(), if time counts: a receiver adds more."
    if mine and others and mine.high * (1 + margin) < others.low:
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
    sure, rows, ratio = is_sure(comparison), dict(comparison.axis).get("rows"), comparison.ratio
    width = ratio.high / ratio.low if ratio else math.inf
    return sure, comparison.verdict in DECIDED, rows if sure and isinstance(rows, int) else 0, -width


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
