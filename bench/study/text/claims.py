"""The claims ledger over all runs of a study."""

from __future__ import annotations

from bench.claims.checking import check
from bench.claims.claim import CheckedClaim, Claim, ClaimVerdict
from bench.claims.evidence import django_version
from bench.claims.ledger import ledger
from bench.render.claims import claims_as_json, claims_sentence, mark
from bench.render.markdown import escape
from bench.study.study import Study, StudyRun
from bench.study.text.markdown import code, folded, table


def claims_section(study: Study) -> str:
    """Each claim once, from the run that can say most surely."""
    checked = [_surest(claim, study) for claim in ledger()]
    rows = [
        [
            str(each.claim.number),
            f"{mark(each.finding.verdict)} {each.finding.verdict.value}",
            f"{escape(each.claim.saying)} ({escape(each.claim.source)})",
            escape(". ".join(filter(None, [each.finding.figure, each.finding.reason]))),
            f"[{run.name}]({run.name}/summary.md), {_databases(run)}",
        ]
        for each, run in checked
    ]
    commands = "".join(
        f"Claim {row['id']}:\n\n{code(str(row['command']))}\n"
        for row in claims_as_json([each for each, _ in checked])
    )
    return (
        f"## Sayings put to the test\n\n{escape(claims_sentence([each for each, _ in checked]))}\n\n"
        f"{table(['#', 'verdict', 'saying', 'measured', 'run'], rows)}\n"
        f"{folded('The command of each, which measures just its cells', commands)}"
    )


def _databases(run: StudyRun) -> str:
    return ", ".join(dict.fromkeys(escape(each.database) for each in run.releases))


def _surest(claim: Claim, study: Study) -> tuple[CheckedClaim, StudyRun]:
    """Of the runs that have all its cells, that with the newest Django, then that with the most forks.

    Not that with the most pleasing verdict.
    """
    checked = [(check(claim, run.evidence, run.results.command), run) for run in study.runs if run.releases]
    able = [each for each in checked if each[0].finding.verdict is not ClaimVerdict.NO_DATA]
    return max(able, key=lambda each: _sureness(claim, each[1])) if able else checked[0]


def _sureness(claim: Claim, run: StudyRun) -> tuple[tuple[int, int], int]:
    about = None if claim.choose is None else claim.choose(run.evidence)
    return django_version(run.releases[-1]), run.forks_behind(claim.cells, about)
