"""The section of claims on the page and in summary.md, and the lines for a terminal."""

from __future__ import annotations

import dataclasses
import shlex
import subprocess

from bench.claims.checking import check_all
from bench.claims.claim import CheckedClaim, ClaimVerdict, Finding
from bench.claims.evidence import Evidence
from bench.render.claims import claim_lines, claims_markdown, claims_sentence
from bench.render.page import page
from tests.synthetic import plan, results


def checked() -> tuple[CheckedClaim, ...]:
    found = results()
    return check_all(Evidence(found.plan.environments, found.cells, found.comparisons), "signalbench compare")


def with_finding(finding: Finding) -> CheckedClaim:
    return dataclasses.replace(checked()[0], finding=finding)


CONFIRMED = with_finding(Finding(verdict=ClaimVerdict.CONFIRMED, figure="it takes 12× (11–13) the time"))
NOT_MEASURED = with_finding(Finding(verdict=ClaimVerdict.NO_DATA, figure="", reason="no cell"))


def test_the_page_has_a_section_where_a_claim_has_data_and_only_then() -> None:
    with_one = page(results(), (), results_json="{}", claims=(CONFIRMED, NOT_MEASURED))
    assert '<section id="claims"' in with_one
    assert "1 claim: 1 settled (1 confirmed)." in with_one
    assert "It takes 12× (11–13) the time" in with_one
    assert with_one.count('class="claim ') == 1
    for claims in ((), (NOT_MEASURED,)):
        assert 'id="claims"' not in page(results(), (), results_json="{}", claims=claims)


def test_hostile_text_is_escaped_on_the_page_and_in_markdown() -> None:
    hostile = with_finding(Finding(verdict=ClaimVerdict.REFUTED, figure="<script>alert(1)</script> @you"))
    assert "<script>alert(1)" not in page(results(), (), results_json="{}", claims=(hostile,))
    assert "<script>" not in claims_markdown((hostile,))
    assert "@you" not in claims_markdown((hostile,))


def test_the_counts_add_up() -> None:
    depends = with_finding(Finding(verdict=ClaimVerdict.DEPENDS, figure="f", reason="on the rows"))
    sentence = claims_sentence((CONFIRMED, CONFIRMED, depends, NOT_MEASURED))
    assert sentence == "4 claims: 3 settled (2 confirmed, 1 depends), 1 no data."


def test_the_command_is_broken_so_that_a_shell_reads_it_whole() -> None:
    for each in checked():
        lines = claim_lines(each, 100)
        assert max(map(len, lines)) <= 100
        start = next(number for number, line in enumerate(lines) if line.strip().startswith("signalbench "))
        as_copied = "\n".join(["printf '%s\\0' \\", *lines[start:]])
        read = subprocess.run(["sh", "-c", as_copied], capture_output=True, text=True, check=True).stdout
        words = [" ".join(word.split()) for word in read.removesuffix("\0").split("\0")]
        assert words == shlex.split(each.command)


def test_markdown_is_folded_and_empty_without_data() -> None:
    assert claims_markdown((NOT_MEASURED,)) == ""
    text = claims_markdown((CONFIRMED, NOT_MEASURED))
    assert text.startswith("<details><summary>Sayings put to the test. 1 claim: 1 settled (1 confirmed).")
    assert text.count("\n| 1 | ✓ confirmed |") == 1


def test_a_plan_of_one_django_has_claims_too() -> None:
    alone = plan(environments=plan().environments[1:2])
    found = results(alone)
    claims = check_all(Evidence(alone.environments, found.cells, found.comparisons), alone.command)
    assert len(claims) == 24
