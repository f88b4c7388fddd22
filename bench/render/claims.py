"""Claims and what became of them, as text: for the terminal, JSON, the page and summary.md alike."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TypedDict

from bench import units
from bench.claims.claim import CheckedClaim, ClaimVerdict, Finding
from bench.render.markdown import escape

_MARKS = {
    ClaimVerdict.CONFIRMED: "✓",
    ClaimVerdict.REFUTED: "✗",
    ClaimVerdict.DEPENDS: "±",
    ClaimVerdict.NOT_TESTABLE: "∅",
    ClaimVerdict.UNCLEAR: "?",
    ClaimVerdict.NO_DATA: "–",
}
_SETTLED = (ClaimVerdict.CONFIRMED, ClaimVerdict.REFUTED, ClaimVerdict.DEPENDS)


def mark(verdict: ClaimVerdict) -> str:
    """One character, so that no verdict is told by its colour alone."""
    return _MARKS[verdict]


class ClaimRow(TypedDict):
    """A claim as a template gets it."""

    number: str
    mark: str
    verdict: str
    css: str
    saying: str
    source: str
    figure: str
    reason: str
    test: str
    command: str


def claims_as_json(checked: Sequence[CheckedClaim]) -> list[dict[str, object]]:
    """One object for each claim; where there is no figure, the reason stands in its place."""
    return [
        {
            "id": each.claim.number,
            "claim": each.claim.saying,
            "source": each.claim.source,
            "verdict": each.finding.verdict.value,
            "figure": each.finding.figure or each.finding.reason,
            "command": each.command,
        }
        for each in checked
    ]


def claims_sentence(checked: Sequence[CheckedClaim]) -> str:
    """ "24 claims: 20 settled (5 confirmed, 10 refuted, 5 depends), 3 unclear, 1 no data.\""""
    numbers = {verdict: sum(each.finding.verdict is verdict for each in checked) for verdict in ClaimVerdict}
    settled = ", ".join(f"{numbers[verdict]} {verdict.value}" for verdict in _SETTLED if numbers[verdict])
    parts = [f"{sum(numbers[verdict] for verdict in _SETTLED)} settled{f' ({settled})' if settled else ''}"]
    parts += [
        f"{number} {verdict.value}"
        for verdict, number in numbers.items()
        if number and verdict not in _SETTLED
    ]
    return f"{units.plural(len(checked), 'claim')}: {', '.join(parts)}."


def claim_lines(checked: CheckedClaim, width: int) -> list[str]:
    """For a terminal: mark, number, verdict and saying; the figure; the reason; the command."""
    claim, finding = checked.claim, checked.finding
    head = f"{mark(finding.verdict)} {claim.number:>2} {finding.verdict.value}: {claim.saying}"
    paragraphs = [finding.figure, _reason(finding)]
    lines = textwrap.wrap(head, width, subsequent_indent=" " * 5)
    for paragraph in filter(None, paragraphs):
        lines += textwrap.wrap(paragraph, width, initial_indent=" " * 5, subsequent_indent=" " * 5)
    return [*lines, *_command_lines(checked.command, width)]


def claim_rows(checked: Sequence[CheckedClaim]) -> list[ClaimRow]:
    """For the page: those claims that the results have cells for."""
    return [
        ClaimRow(
            number=str(each.claim.number),
            mark=mark(each.finding.verdict),
            verdict=each.finding.verdict.value,
            css=f"claim-{each.finding.verdict.name.lower().replace('_', '-')}",
            saying=each.claim.saying,
            source=each.claim.source,
            figure=each.finding.figure,
            reason=_reason(each.finding),
            test=" ".join(each.claim.test.split()),
            command=each.command,
        )
        for each in tested_claims(checked)
    ]


def claims_markdown(checked: Sequence[CheckedClaim]) -> str:
    """A section for summary.md, folded: those claims that the results have cells for; empty without any."""
    shown = tested_claims(checked)
    if not shown:
        return ""
    rows = "".join(
        f"| {each.claim.number} | {mark(each.finding.verdict)} {each.finding.verdict.value} "
        f"| {escape(each.claim.saying)} | {escape(_outcome(each))} |\n"
        for each in shown
    )
    return (
        f"<details><summary>Sayings put to the test. {escape(claims_sentence(shown))}</summary>\n\n"
        f"| # | verdict | saying | measured |\n| --- | --- | --- | --- |\n{rows}\n</details>\n\n"
    )


def tested_claims(checked: Sequence[CheckedClaim]) -> list[CheckedClaim]:
    """Those that the results have cells for."""
    return [each for each in checked if each.finding.verdict is not ClaimVerdict.NO_DATA]


def _outcome(checked: CheckedClaim) -> str:
    return ". ".join(filter(None, [checked.finding.figure, _reason(checked.finding)]))


def _reason(finding: Finding) -> str:
    return f"It depends {finding.reason}" if finding.verdict is ClaimVerdict.DEPENDS else finding.reason


def _command_lines(command: str, width: int) -> list[str]:
    """Broken so that it can be copied whole: by a backslash, or inside of the quotes that -k stands in."""
    start, option, expression = command.partition(" -k ")
    end = len(" \\")
    lines = textwrap.wrap(
        start, width - end, initial_indent=" " * 5, subsequent_indent=" " * 7, break_on_hyphens=False
    )
    quoted = textwrap.wrap(
        f"{option.strip()} {expression}",
        width,
        initial_indent=" " * 7,
        subsequent_indent=" " * 9,
        break_on_hyphens=False,
        break_long_words=False,
    )
    return [*(f"{line} \\" for line in lines), *quoted]
