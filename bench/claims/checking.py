"""Claims against evidence."""

from __future__ import annotations

from collections.abc import Sequence

from bench.claims.claim import CheckedClaim, Claim, ClaimVerdict, Finding
from bench.claims.commands import command
from bench.claims.evidence import Evidence, NoDataError
from bench.claims.ledger import ledger
from bench.model import Environment


def check_all(evidence: Evidence, measured_by: str) -> tuple[CheckedClaim, ...]:
    """Every claim of the ledger, in its order. measured_by: the command that made the results."""
    return tuple(check(claim, evidence, measured_by) for claim in ledger())


def check(claim: Claim, evidence: Evidence, measured_by: str) -> CheckedClaim:
    """What the evidence says of the claim; where a cell is missing, which one."""
    about: Sequence[Environment] = ()
    try:
        about = evidence.environments if claim.choose is None else claim.choose(evidence)
        evidence.require(claim.cells, about)
        finding = claim.rule(evidence)
    except NoDataError as missing:
        finding = Finding(verdict=ClaimVerdict.NO_DATA, figure="", reason=str(missing))
    return CheckedClaim(
        claim=claim, finding=finding, command=command(claim.cells, about, measured_by, claim.djangos)
    )
