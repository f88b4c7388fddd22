"""A summary for a pull request or an issue: findings, what changed, the rest folded away.

Short enough for the sites that limit a comment, and inert: names come from the results and may hold
Markdown, HTML or mentions.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence

from bench import units
from bench.model import Comparison, Results
from bench.render import table, wording
from bench.render.figure import Figure
from bench.render.findings import findings
from bench.render.inert import one_line
from bench.render.scaling_sentences import scaling_sentences
from bench.render.work import work
from bench.verdicts import CHANGED

LIMIT = 60_000
"""Characters; GitHub refuses a comment of 65,536."""

_SPECIAL = re.compile(r"([\\`*_\[\]|~$])")
_ADDRESSED = re.compile(r"([@#]|:/|www)(?=[\w/.])")
"""What begins a mention, a reference to an issue or an address. Code hosts look for these after Markdown
has been rendered, so no escape helps; a comment in between does."""
_HEADING = "| question | variant | at | compared | verdict | work |\n| --- | --- | --- | --- | --- | --- |\n"


def summary(results: Results, figures: Iterable[Figure], *, claims: str = "") -> str:
    """The text of summary.md, below LIMIT characters; rows that do not fit are counted in a sentence.

    claims: their section, as claims_markdown() writes it; left out where it would take a third of the room.
    A figure is linked to as NAME.png beside the summary, with its alternative text.
    """
    sentences = "".join(f"- {escape(sentence)}\n" for sentence in findings(results))
    compared = table.main_comparisons(results)
    changed = [c for c in compared if c.verdict in CHANGED]
    rest = [c for c in compared if c.verdict not in CHANGED]
    changed.sort(key=lambda c: -wording.magnitude(c).low)
    head = f"## {escape(_title(results))}\n\n{_shortened(sentences, LIMIT // 3)}\n"
    grows = "".join(
        f"- {escape(f'{question.slug}: {sentence}')}\n"
        for question in results.plan.questions
        for sentence in scaling_sentences(results, question)
    )
    if grows:
        head += _folded("How it grows", _shortened(grows, LIMIT // 6))
    if len(claims) < LIMIT // 3:
        head += claims
    tail = f"\n{_shortened(_pictures(figures), LIMIT // 3)}"
    room = LIMIT - len(head) - len(tail) - 1_000
    lines, left = _fitting(changed, results, room)
    parts = [head]
    if changed:
        parts.append(f"### Changed\n\n{_HEADING}{''.join(lines)}{left}\n")
        room -= sum(map(len, lines))
    lines, left = _fitting(rest, results, room)
    if rest:
        title = f"Not known to have changed: {units.plural(len(rest), 'comparison')}"
        parts.append(_folded(title, f"{_HEADING}{''.join(lines)}{left}"))
    return "".join([*parts, tail])


def escape(text: str) -> str:
    """The text on one line, with nothing that Markdown, HTML or a code host acts on."""
    escaped = _SPECIAL.sub(r"\\\1", html.escape(one_line(text), quote=False))
    return _ADDRESSED.sub(r"\1<!-- -->", escaped)


def _folded(title: str, text: str) -> str:
    return f"<details><summary>{title}</summary>\n\n{text}\n</details>\n\n"


def _title(results: Results) -> str:
    labels = [environment.label for environment in table.measured_environments(results)]
    return f"What Django signals cost: {', '.join(labels)}"


def _fitting(compared: Sequence[Comparison], results: Results, room: int) -> tuple[list[str], str]:
    """As many rows as fit, and a sentence that says how many do not."""
    margin, counted = wording.margin(results), work(results)
    lines: list[str] = []
    for comparison in compared:
        line = _row(comparison, margin, counted(comparison))
        room -= len(line)
        if room < 0:
            break
        lines.append(line)
    left = len(compared) - len(lines)
    if not left:
        return lines, ""
    return (
        lines,
        f"\n{units.plural(left, 'more row')} did not fit here; the page and results.json have every one.\n",
    )


def _row(comparison: Comparison, margin: float, work: str) -> str:
    sides = f"{comparison.candidate} against {comparison.baseline}"
    if comparison.environment:
        sides += f" in {comparison.environment}"
    cells = (
        comparison.question,
        comparison.variant,
        units.axis(comparison.axis) or "–",
        sides,
        wording.text(comparison, margin),
        work or "–",
    )
    return f"| {' | '.join(map(escape, cells))} |\n"


def _pictures(figures: Iterable[Figure]) -> str:
    return "".join(f"![{escape(figure.alt)}]({figure.name}.png)\n\n" for figure in figures)


def _shortened(text: str, limit: int) -> str:
    """The lines that fit, and a sentence for the others."""
    if len(text) <= limit:
        return text
    lines = text.splitlines(keepends=True)
    while sum(map(len, lines)) > limit:
        lines.pop()
    return "".join(lines) + "\nMore did not fit here; the page has all.\n"
