"""What pyproject.toml may say, and what it may not."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.cli.settings import Settings, find_settings
from bench.errors import UsageError


def written(folder: Path, text: str) -> Path:
    (folder / "pyproject.toml").write_text(text, encoding="utf-8")
    return folder


def test_thresholds_are_shares_for_all_and_for_a_question(tmp_path: Path) -> None:
    text = '[tool.signalbench]\nthreshold = "5%"\n[tool.signalbench.thresholds]\nbulk-saves = 0.1\n'
    assert find_settings(written(tmp_path, text)) == Settings(threshold=0.05, thresholds={"bulk-saves": 0.1})


def test_the_nearest_file_counts_and_one_without_the_table_says_nothing(tmp_path: Path) -> None:
    written(tmp_path, '[tool.signalbench]\nthreshold = "5%"')
    (below := tmp_path / "package" / "tests").mkdir(parents=True)
    assert find_settings(below).threshold == 0.05
    written(tmp_path / "package", "[project]\nname = 'x'")
    assert find_settings(below) == Settings()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "[tool.signalbench]\ntreshold = 1",
            "tool.signalbench has no key 'treshold'. Did you mean 'threshold'?",
        ),
        ("[tool.signalbench]\nbudget = 1", "has no key 'budget'. There are: threshold, thresholds."),
        (
            '[tool.signalbench.thresholds]\nrecievers = "5%"',
            "tool.signalbench.thresholds: no question 'recievers'. Did you mean 'receivers'?",
        ),
        ("[tool.signalbench]\nthreshold = 5", "tool.signalbench.threshold: '5' is no share between 0 and 1"),
        ("[tool.signalbench.thresholds]\nreceivers = true", "thresholds.receivers: 'True' is no share"),
        ("[tool.signalbench]\nthresholds = 5", "tool.signalbench.thresholds is no table"),
        ("[tool]\nsignalbench = 5", "tool.signalbench is no table"),
        ("[tool.signalbench", "cannot be read"),
    ],
)
def test_what_is_wrong_is_named_with_its_file(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(UsageError) as raised:
        find_settings(written(tmp_path, text))
    assert said in str(raised.value)
    assert str(raised.value).startswith(str(tmp_path / "pyproject.toml"))
