"""The pictures of a run, each with the command that measures its question."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from bench.claims.commands import whole_question
from bench.render.markdown import escape
from bench.study.study import Study, StudyRun
from bench.study.text.markdown import code, folded


def figures_section(study: Study) -> str:
    """Those of each run, folded."""
    runs = "".join(folded(run.name, "".join(_figures(study.folder, run))) for run in study.runs)
    return f"## Figures\n\n{runs}"


def _figures(folder: Path, run: StudyRun) -> Iterable[str]:
    slugs = {result.cell.case.question for result in run.results.cells}
    for path in sorted((folder / run.name).glob("*.png")):
        slug = max((slug for slug in slugs if path.stem.startswith(slug)), key=len, default=None)
        again = "" if slug is None else f"\n\n{code(whole_question(slug, run.releases, run.results.command))}"
        yield f"![{escape(_description(path))}]({run.name}/{path.name}){again}\n"


def _description(path: Path) -> str:
    """The picture's own alternative text."""
    from PIL import Image

    with Image.open(path) as picture:
        return str(picture.info.get("Description", path.stem))
