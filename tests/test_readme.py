"""What the README shows is what there is."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from bench.cli.main import parser

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_scenario_is_shown_whole_and_as_it_is():
    shown = re.search(r"```python\n(.*?)```", README, re.DOTALL)
    assert shown
    assert shown[1] == (ROOT / "bench/scenarios/receivers.py").read_text(encoding="utf-8")


@pytest.mark.parametrize("link", re.findall(r"\]\(([^)#]+)", README))
def test_every_link_leads_somewhere(link: str):
    assert (ROOT / link).exists()


@pytest.mark.parametrize(
    "line", re.findall(r"^(?:.*\brun: |eval \"\$\()?(signalbench .*)$", README, re.MULTILINE)
)
def test_every_command_can_be_typed(line: str):
    """Up to where the shell takes over; in the workflow the Djangos are a variable."""
    command = re.split(r'\)"$|\)"  | [|>]', line.replace("$DJANGOS", "4.2 5.2"))[0]
    parser().parse(shlex.split(command, comments=True)[1:])


def test_the_workflow_is_yaml_and_its_steps_do_something():
    yaml = pytest.importorskip("yaml", reason="PyYAML is not installed")
    shown = re.search(r"```yaml\n(.*?)```", README, re.DOTALL)
    assert shown
    workflow = yaml.safe_load(shown[1])
    steps = workflow["jobs"]["compare"]["steps"]
    assert all(("run" in step) != ("uses" in step) for step in steps)
    assert "--fail-on" in next(step["run"] for step in steps if step.get("name") == "Measure")


@pytest.mark.parametrize("script", re.findall(r"^scripts/\w+", README, re.MULTILINE))
def test_every_script_is_there(script: str):
    assert (ROOT / script).stat().st_mode & 0o111
