"""What the doctor says: of made-up traces, of made-up machines, and of this one in a second."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.analysis.outlook import Precision
from bench.analysis.speed import describe
from bench.cli import circumstances, doctor, equipment
from bench.cli.circumstances import Ticks, machine_facts, stolen_share, ticks
from bench.cli.equipment import Equipped, counts_instructions
from bench.cli.main import main
from bench.cli.prognosis import Findings, sentences
from bench.lockstep.interpreters import Pool, running
from bench.lockstep.speedometer import Trace
from tests.analysis.traces import flips, steady, trace


def verdict(
    log_ns=None,
    *,
    spoilt: float = 0.0,
    running: float = 1.0,
    stolen: float | None = None,
    expected: tuple[Precision, Precision] = (
        Precision(alone=0.008, among_many=0.02),
        Precision(alone=0.002, among_many=0.004),
    ),
) -> str:
    """What is said of a trace, with shares and an outlook (for one minute and ten) that are given."""
    found = Findings(
        speed=describe(*trace(steady(2_000) if log_ns is None else log_ns)),
        slice_ns=400_000,
        spoilt_share=spoilt,
        running_share=running,
        stolen_share=stolen,
        fork_s=2.1,
        expected=dict(zip((60.0, 600.0), expected, strict=True)),
    )
    return "\n".join(sentences(found))


def test_a_quiet_machine():
    said = verdict(steady(2_000, jitter=0.005))

    assert said.startswith("This machine keeps to one speed, give or take 0.5%.\n")
    assert "differ by more than 5% in 0 of 100 cases" in said
    assert "Measure here: the two sides of a ratio nearly always see the same speed." in said
    assert "Measure a single case for 1 min to know it within ±1%." in said


def test_a_machine_that_flips_slowly_enough():
    added = flips(20_000, ratio=2.0, fast=[30] * 9 + [400], slow=[15] * 8 + [200] * 2)
    said = verdict(steady() + added, spoilt=0.2)

    assert "flips between two levels 2.00× apart" in said
    assert "for spells of 3.00 ms (90%: 40.0 ms); and fast" in said
    assert "differ by more than 5% in 20 of 100 cases" in said
    assert "Lockstep copes with that" in said


def test_a_machine_whose_slices_mostly_differ():
    said = verdict(spoilt=0.5)

    assert "Lockstep is strained by that" in said
    assert "Do not measure" not in said


def test_a_machine_that_is_hopeless():
    said = verdict(spoilt=0.9, expected=(Precision(alone=0.2, among_many=0.5),) * 2)

    assert "Do not measure here now: even 10 min for each case would leave it uncertain by ±50%" in said
    assert "Measure a single case" not in said


def test_the_shortest_time_that_is_enough_or_what_the_longest_gives():
    at_once, at_last, never = (
        verdict(expected=(Precision(alone=one, among_many=0.03), Precision(alone=ten, among_many=0.02)))
        for one, ten in ((0.008, 0.002), (0.03, 0.01), (0.05, 0.02))
    )

    assert "Measure a single case for 1 min to know it within ±1%." in at_once
    assert "Measure a single case for 10 min to know it within ±1%." in at_last
    assert "Even 10 min for a single case will not tell it within ±1%, but within about ±2%." in never


@pytest.mark.parametrize(
    ("running", "stolen", "said", "unsaid"),
    [
        (0.6, 0.0, "Other programs had the core for 40% of the time", "The host of"),
        (0.6, None, "Other programs had the core for 40% of the time", "The host of"),
        (0.6, 0.4, "The host of this virtual machine took 40% of the core", "Other programs"),
        (1.0, 0.4, "The host of this virtual machine took 40% of the core", "Other programs"),
    ],
)
def test_who_had_the_core_meanwhile(running: float, stolen: float | None, said: str, unsaid: str):
    text = verdict(running=running, stolen=stolen)
    assert said in text
    assert unsaid not in text


@pytest.mark.parametrize(("drift", "said"), [(0.1, "10% slower"), (-0.1, "10% faster")])
def test_drift_is_mentioned_where_it_is_large(drift: float, said: str):
    assert f"It became {said} within" in verdict(steady(2_000, jitter=0.005, drift=drift))


def test_the_assumptions_stand_beside_the_outlook():
    said = verdict()
    assert "It assumes 60 turns in a fork" in said
    assert "processes that differ by 1%" in said


def test_a_machine_as_linux_shows_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(circumstances, "cores", lambda: (3, 0))
    monkeypatch.setattr(circumstances, "_binds", lambda core: True)
    for core, place in ((0, "1"), (3, "1")):
        topology = tmp_path / f"sys/devices/system/cpu/cpu{core}/topology"
        topology.mkdir(parents=True)
        (topology / "core_id").write_text(place)
        (topology / "physical_package_id").write_text("0")
    frequency = tmp_path / "sys/devices/system/cpu/cpu3/cpufreq"
    frequency.mkdir()
    (frequency / "scaling_governor").write_text("powersave\n")
    (tmp_path / "proc").mkdir()
    (tmp_path / "proc/cpuinfo").write_text("processor : 0\nflags\t\t: fpu sse hypervisor\n")

    facts = dict(machine_facts(tmp_path))

    assert (
        facts["physical cores"] == "cores 0 and 3 are two threads of one physical core: each slows the other"
    )
    assert facts["governor"] == "powersave"
    assert facts["virtual machine"].startswith("yes")


def test_a_machine_that_shows_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(circumstances, "cores", lambda: (None, None))

    facts = dict(machine_facts(tmp_path))

    assert [facts[name] for name in ("physical cores", "governor", "virtual machine")] == ["not known"] * 3
    assert "workers and host share" in facts["cores"] or "cannot bind" in facts["cores"]
    assert stolen_share(ticks(None, tmp_path), ticks(None, tmp_path)) is None


def test_steal_is_the_share_between_two_looks_at_one_core(tmp_path: Path):
    (tmp_path / "proc").mkdir()
    (tmp_path / "proc/stat").write_text("cpu  9 9 9 9 9 9 9 9 9 9\ncpu1 100 0 50 800 10 0 5 35 7 0\n")

    assert ticks(1, tmp_path) == Ticks(stolen=35, total=1000)
    assert stolen_share(Ticks(stolen=35, total=1000), Ticks(stolen=85, total=1200)) == 0.25


@pytest.mark.parametrize(
    ("said", "counts"),
    [
        ("123456,,instructions:u,654321,100.00,,\n", True),
        ("<not supported>,,instructions:u,0,100.00,,\n", False),
        (None, False),
    ],
)
def test_perf_counts_where_it_gives_a_number(said: str | None, counts: bool):
    assert counts_instructions(said) is counts


def test_the_running_interpreter_with_its_sqlite(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(equipment, "installed", running)

    (one,) = equipment.interpreters()

    assert one.measures
    ((name, text),) = equipment.interpreter_facts([one])
    assert name == f"Python {one.interpreter.version}"
    assert "5.2" in text
    assert f"SQLite {one.sqlite}" in text


@pytest.mark.parametrize("found", ["none", "without SQLite", "without a Django"])
def test_nothing_to_measure_on_is_one_line_and_exit_3(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, found: str
):
    (one,) = running().interpreters
    equipped = {
        "none": [],
        "without SQLite": [Equipped(interpreter=one, djangos=("5.2",), sqlite=None)],
        "without a Django": [Equipped(interpreter=one, djangos=(), sqlite="3.40.1")],
    }[found]
    monkeypatch.setattr(equipment, "interpreters", lambda: equipped)

    code = main(["doctor", "-q"])

    captured = capsys.readouterr()
    assert code == 3
    assert captured.out == ""
    assert captured.err.startswith("error: nothing can be measured here: no Python 3.10 or newer with SQLite")
    assert captured.err.count("\n") == 1


def test_the_whole_on_this_machine(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(equipment, "installed", lambda: Pool(interpreters=running().interpreters))

    assert main(["doctor", "--seconds", "1"]) == 0
    captured = capsys.readouterr()
    for title in ("Interpreters", "Tools", "Databases", "Machine", "Speed over 1 s", "Verdict"):
        assert f"{title}\n" in captured.out
    assert max(map(len, captured.out.splitlines())) <= 100
    assert "watching" in captured.err


@pytest.mark.parametrize("text", ["0", "0.5", "-3", "ten", "nan", "inf"])
def test_seconds_are_one_or_more(capsys: pytest.CaptureFixture[str], text: str):
    with pytest.raises(SystemExit) as stopped:
        main(["doctor", f"--seconds={text}"])
    assert stopped.value.code == 2
    assert "write 1 or more" in capsys.readouterr().err


def test_the_same_trace_leads_to_the_same_findings():
    starts, ns = trace(steady(5_000, jitter=0.05) + flips(5_000, ratio=2.0, fast=[60], slow=[30]))
    taken = Trace(start_ns=tuple(starts), ns_per_unit=tuple(ns), running_share=1.0, core=1)

    found = doctor.diagnose(taken, None)

    assert found == doctor.diagnose(taken, None)
    assert found.spoilt_share > 0.05
    assert 0 < found.expected[600.0].alone < found.expected[60.0].alone < found.expected[60.0].among_many


def test_help_fits_eighty_columns_and_has_examples(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("COLUMNS", "80")
    with pytest.raises(SystemExit):
        main(["doctor", "--help"])
    shown = capsys.readouterr().out
    assert max(map(len, shown.splitlines())) <= 80
    assert shown.count("  signalbench doctor") == 3
