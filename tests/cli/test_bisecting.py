"""A whole bisection in a laboratory where everything is known beforehand."""

from __future__ import annotations

import dataclasses
import re

import pytest
from packaging.version import Version

from bench.cli.bisecting import Bisecting, describe, listing, print_table
from bench.cli.laboratory import DoesNotRun, Reading
from bench.cli.one_case import one_case
from bench.errors import SignalbenchError
from bench.lockstep.history import Candidate, Releases
from bench.model import Case, Comparison, ComparisonKind, Counters, Estimate, Question, Variant, Verdict

QUESTION = Question(
    slug="receivers",
    sentence="What does each extra receiver cost?",
    about="",
    group="core",
    unit="send",
    axes=(("receivers", (1, 10, 100)),),
    variants=(Variant(name="send", summary="", reference=None),),
    cases=tuple(Case("receivers", "send", (("receivers", number),)) for number in (1, 10, 100)),
    source="",
)
MARGIN = 0.05


class FakeLaboratory:
    """bytecodes, seconds: what a release needs, by its name; others need as much as the one before.

    width: of every interval, as a factor to either side; it halves when the budget doubles.
    """

    def __init__(
        self,
        good: str = "4.2.30",
        bad: str = "6.1.3",
        *,
        bytecodes: dict[str, int] | None = None,
        seconds: dict[str, float] | None = None,
        broken: tuple[str, ...] = (),
        width: float = 0.01,
    ) -> None:
        self.chosen = one_case([QUESTION], "receivers/send", "receivers=1")
        self.history = Releases(Version(good), Version(bad))
        self.counted: dict[Candidate, Counters] = {}
        self.readings: list[Reading] = []
        self.budgets: list[float] = []
        self.margin = MARGIN
        self._bytecodes, self._seconds = bytecodes or {}, seconds or {}
        self._broken, self._width = broken, width

    def count(self, candidate: Candidate) -> Counters:
        if candidate.name in self._broken:
            raise DoesNotRun(f"{self.chosen} does not run on {candidate.title}: it is broken")
        bytecodes = _known(self._bytecodes, candidate, 111)
        return self.counted.setdefault(candidate, Counters(queries=0, bytecodes=bytecodes))

    def measure(self, good: Candidate, candidate: Candidate, bad: Candidate, *, budget_s: float) -> Reading:
        self.budgets.append(budget_s)
        value = _known(self._seconds, candidate, 1.0) / _known(self._seconds, good, 1.0)
        wide = 1 + self._width * 60 / budget_s
        ratio = Estimate(value=value, low=value / wide, high=value * wide, confidence=0.95)
        low, high = 1 / (1 + MARGIN), 1 + MARGIN
        verdict = (
            Verdict.SLOWER if ratio.low > high
            else Verdict.FASTER if ratio.high < low
            else Verdict.SAME if ratio.low >= low and ratio.high <= high
            else Verdict.UNCLEAR
        )  # fmt: skip
        comparison = Comparison(
            kind=ComparisonKind.VERSION,
            question="receivers",
            variant="send",
            axis=self.chosen.case.axis,
            baseline=good.spec,
            candidate=candidate.spec,
            ratio=ratio,
            verdict=verdict,
        )
        reading = Reading(candidate=candidate, against=good, comparison=comparison, margin=MARGIN)
        self.readings.append(reading)
        return reading


def _known(figures, candidate: Candidate, otherwise):
    before = [figure for name, figure in figures.items() if Version(name) <= Version(candidate.ref)]
    return before[-1] if before else otherwise


def find(laboratory: FakeLaboratory) -> tuple[str, list[str]]:
    """(what was found, what was said on the way)."""
    said: list[str] = []
    return Bisecting(laboratory, 60.0, said.append).find(), said


def test_counters_find_the_release_and_lockstep_only_confirms_it():
    laboratory = FakeLaboratory(bytecodes={"5.0": 139}, seconds={"5.0": 1.21})
    found, said = find(laboratory)
    assert found == (
        "receivers/send at receivers=1: first changed in Django 5.0 (4.2.30 before): "
        "bytecodes 111 → 139; 1.21× slower (1.20–1.22)"
    )
    assert laboratory.budgets == [60.0]
    assert said == [
        "From Django 4.2.30 to 6.1.3: bytecodes 111 → 139. Searching by counters.",
        "Django 5.2: changed against 4.2.30 (bytecodes 111 → 139)",
        "  left: 2 releases between 4.2.30 and 5.2",
        "Django 5.0: changed against 4.2.30 (bytecodes 111 → 139)",
    ]


def test_counters_that_move_without_time_are_said_to():
    found, _ = find(FakeLaboratory(bytecodes={"5.0": 139}))
    assert found.endswith("(4.2.30 before): bytecodes 111 → 139; same within 5%")


def test_equal_counters_leave_it_to_lockstep():
    laboratory = FakeLaboratory(seconds={"6.0": 0.8})
    found, said = find(laboratory)
    assert found.endswith(
        "first changed in Django 6.0 (5.2 before): counters equal; 1.25× faster (1.24–1.26)"
    )
    assert said[:2] == [
        "Django 4.2.30 and 6.1.3 have equal counters; measuring.",
        "Django 6.1.3: ▼ 1.25× faster (1.24–1.26). Searching by lockstep.",
    ]
    assert laboratory.readings[-1].against.name == "5.2"


def test_the_patch_releases_are_searched_when_the_change_lies_among_them():
    found, _ = find(FakeLaboratory(bytecodes={"6.1.2": 120}))
    assert "first changed in Django 6.1.2 (6.1.1 before)" in found


def test_the_same_time_and_counters_end_it():
    found, _ = find(FakeLaboratory())
    assert found == (
        "receivers/send at receivers=1: Django 6.1.3 against 4.2.30: same within 5%, and counters are equal. "
        "There is nothing to find."
    )


def test_unclear_ends_are_not_searched_between():
    found, _ = find(FakeLaboratory(width=0.2))
    assert "unclear: 20% faster to 20% slower; counters are equal" in found
    assert found.endswith("Measure longer, --budget 240s, or ask for less, --margin 10%.")


def test_a_candidate_that_stays_unclear_is_named_and_not_guessed():
    laboratory = FakeLaboratory(seconds={"5.1": 1.05, "6.0": 1.3}, width=0.02)
    found, said = find(laboratory)
    assert found == (
        "receivers/send at receivers=1: changed after Django 4.2.30 and no later than 6.1.3. "
        "Django 5.2 is undecided (unclear: 4% to 6% slower). Measure longer: --budget 240s"
    )
    assert laboratory.budgets == [60.0, 60.0, 120.0]
    assert "Django 5.2: ? unclear: 2.9% to 7.1% slower in 1 min" in said


def test_what_cannot_be_tried_is_skipped_and_the_rest_named():
    found, said = find(FakeLaboratory(bytecodes={"5.1": 139}, broken=("5.1",)))
    assert found == (
        "receivers/send at receivers=1: changed after Django 5.0 and no later than 5.2: "
        "bytecodes 111 → 139; same within 5%. Could not be tried: 5.1"
    )
    assert (
        "Django 5.1 is skipped: receivers/send at receivers=1 does not run on Django 5.1: it is broken"
        in said
    )


@pytest.mark.parametrize(("broken", "option"), [("4.2.30", "--good"), ("6.1.3", "--bad")])
def test_an_end_that_does_not_run_is_a_failure(broken: str, option: str):
    with pytest.raises(SignalbenchError, match=rf"it is broken\. Name another {option}"):
        find(FakeLaboratory(broken=(broken,)))


def test_several_changes_are_told_of_and_tabled_in_order(capsys):
    laboratory = FakeLaboratory(bytecodes={"5.0": 139, "6.0": 150})
    bisecting = Bisecting(laboratory, 60.0, lambda line: None)
    assert "bytecodes 111 → 139" in bisecting.find()
    assert bisecting.moves_again
    print_table(bisecting, laboratory)
    table = capsys.readouterr().out
    tried = re.findall(r"^ *([\d.]+) +0 +– +– +(\d+)", table, re.MULTILINE)
    assert tried == [("4.2.30", "111"), ("5.0", "139"), ("5.2", "139"), ("6.1.3", "150")]
    assert "= same within 5%" in table


def test_an_interrupted_search_knows_how_far_it_came():
    laboratory = FakeLaboratory(bytecodes={"5.0": 139})

    def interrupt(line: str) -> None:
        if line.startswith("  left"):
            raise KeyboardInterrupt

    bisecting = Bisecting(laboratory, 60.0, interrupt)
    with pytest.raises(KeyboardInterrupt):
        bisecting.find()
    assert (bisecting.bracket.unchanged.name, bisecting.bracket.changed.name) == ("4.2.30", "5.2")


def test_the_first_line_and_the_listing():
    laboratory = FakeLaboratory()
    several = dataclasses.replace(laboratory.chosen, alternatives=2)
    assert describe(several, laboratory.history, 60.0) == (
        "Bisecting receivers/send at receivers=1 (a middle point; -k picks another): 5 releases between "
        "Django 4.2.30 and 6.1.3. About 1 min if counters tell; if not, at most 17 min of measuring."
    )
    assert listing(Releases(Version("5.2.19"), Version("6.1.2"))).splitlines() == [
        "Django 5.2.19  good",
        "Django 6.0",
        "Django 6.1",
        "    Django 6.1.1",
        "Django 6.1.2  bad",
    ]
