"""One self-contained HTML file: the answers first, then everything that they rest on.

It asks for nothing over a network, is readable without JavaScript, and the same results give the same
bytes. Templates get text only, never numbers: Django would look for settings to format those.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import re
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from django.template import Context, Engine
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from bench import units
from bench.claims.claim import CheckedClaim
from bench.model import ComparisonKind, Question, Results
from bench.profiles import Profile
from bench.render import overview, table, wording
from bench.render.answers import COUNTED_AS, answer
from bench.render.by_question import by_question
from bench.render.charts import theme
from bench.render.claims import claim_rows, claims_sentence, tested_claims
from bench.render.cliffs import cliffs
from bench.render.figure import Figure
from bench.render.findings import SHOWN, Finding, Topic, told
from bench.render.held_data import held_json, held_packed, packed
from bench.render.profile_split import profile_section
from bench.render.scaling_sentences import scaling_sentences
from bench.render.trust import counts_sentence

MAX_BYTES = 2_500_000
"""The page stays below this, and a larger run's below LARGE_BYTES, by linking to data that does not fit,
instead of holding it."""
LARGE_BYTES = 4_000_000
_LARGE_RUN = 25 * 6
"""Questions times environments, from beyond which a run is a larger one."""

_TEMPLATES = Path(__file__).parent / "templates"
_SHOWN_CLIFFS = 3
_DATA_GOES_HERE = "<!-- data -->"
_FRAME_BYTES = 1_000
"""For the elements that hold the data."""
_OPEN_QUESTIONS = 6
"""Up to so many questions stand open; more would bury each other."""
_OPTION = re.compile(r"(?<!\S)(--?[a-z]\S* [^\s.]+)")
_TOPICS = {Topic.UPGRADE: "If you upgrade", Topic.USE: "If you use a signal"}


def page(
    results: Results,
    figures: Iterable[Figure],
    *,
    results_json: str,
    samples_csv: str | None = None,
    profiles: Sequence[tuple[str, Profile]] = (),
    claims: Sequence[CheckedClaim] = (),
) -> str:
    """The text of index.html.

    results_json and samples_csv are the texts of results.json and samples.csv, which stand beside the
    page; it links to them, and holds them as well as far as they fit into MAX_BYTES. profiles: each with the
    folder that its pages are in, beside the page. claims: with what the results say of each; there is a
    section of them where the results have cells for one.
    """
    most = most_bytes(results)
    with ThreadPoolExecutor() as packers:  # while the page is made: packing takes half as long as that
        packing = packers.submit(packed, results_json, most)
        before, after = _without_data(results, list(figures), profiles, claims).split(_DATA_GOES_HERE)
    room = most - _FRAME_BYTES - len(before.encode()) - len(after.encode())
    data: dict[str, object] = {"has_samples": samples_csv is not None}
    if held := held_json(results_json, packing.result(), room):
        data["json"] = held
        room -= len(held["text"].encode())
    if held := held_packed(packed(samples_csv or "", room), room):
        data["csv"] = held
    return before + _render("data.html", data) + after


def most_bytes(results: Results) -> int:
    """What the page of such a run may take."""
    plan = results.plan
    return MAX_BYTES if len(plan.questions) * len(plan.environments) <= _LARGE_RUN else LARGE_BYTES


def _without_data(
    results: Results,
    drawn: list[Figure],
    profiles: Sequence[tuple[str, Profile]],
    claims: Sequence[CheckedClaim],
) -> str:
    """The page with a mark where its data go."""
    where = overview.places(results)
    script = (_TEMPLATES / "page.js").read_text(encoding="utf-8").strip()
    context: dict[str, object] = {
        "csp": _content_security_policy(script),
        "script": mark_safe(script),
        "light": mark_safe(theme.declarations(theme.LIGHT)),
        "dark": mark_safe(theme.declarations(theme.DARK)),
        "title": _title(results),
        **_answers(results, drawn),
        "matrix": overview.matrix(results, where),
        "questions": [
            {
                **_question(own, question, drawn, where),
                "counters": overview.counter_table(results, question),
                "profiles": profile_section(profiles, question.slug),
            }
            for question, own in by_question(results)
        ],
        "claims": claim_rows(claims),
        "claims_sentence": claims_sentence(tested_claims(claims)),
        **_environment(results),
        **_method(results),
        "data_goes_here": mark_safe(_DATA_GOES_HERE),
    }
    return _render("page.html", context)


@functools.cache
def _engine() -> Engine:
    return Engine(dirs=[str(_TEMPLATES)], autoescape=True)


def _render(template: str, context: dict[str, object]) -> str:
    return _engine().get_template(template).render(Context(context))


def _content_security_policy(script: str) -> str:
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return (
        f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _title(results: Results) -> str:
    labels = [environment.label for environment in table.measured_environments(results)]
    if results.plan.kind is ComparisonKind.VARIANT or len(labels) == 1:
        return f"What Django signals cost in {', '.join(labels)}"
    candidates: dict[str, list[str]] = {}
    for comparison in table.main_comparisons(results):
        candidates.setdefault(comparison.baseline, []).append(comparison.candidate)
    sides = (f"{', '.join(dict.fromkeys(names))} against {base}" for base, names in candidates.items())
    return f"What Django signals cost: {'; '.join(sides)}"


def _answers(results: Results, drawn: list[Figure]) -> dict[str, object]:
    counted = counts_sentence(results)
    found = [finding for finding in told(results) if finding.sentence != counted]
    others = [finding for finding in found if not finding.asks]
    margin = units.share(wording.margin(results))
    slugs = {question.slug for question in results.plan.questions}
    return {
        "decisions": [
            {
                "asks": finding.asks,
                "sentence": finding.sentence,
                "rest": options_unbroken(finding.rest),
                "question": finding.question,
            }
            for finding in found
            if finding.asks
        ],
        "topics": [
            _topic(heading, [finding for finding in others if finding.topic is topic])
            for topic, heading in _TOPICS.items()
            if any(finding.topic is topic for finding in others)
        ],
        "about_run": [finding for finding in others if finding.topic is Topic.RUN],
        "compared": counted.partition(":")[0],
        "counts": [
            {
                "class": overview.css_class(verdict),
                "mark": wording.mark(verdict),
                "word": COUNTED_AS[verdict].format(margin=margin),
                "number": units.integer(number),
            }
            for verdict, number in table.counts(results).items()
            if number
        ],
        "warnings": results.warnings,
        "figures": [_figure(figure) for figure in drawn if figure.slug not in slugs],
    }


def options_unbroken(text: str) -> SafeString:
    """The text, where a command's option and its value stay on one line: a browser breaks after a hyphen."""
    return mark_safe(_OPTION.sub(r'<span class="option">\1</span>', conditional_escape(text)))


def _topic(heading: str, found: list[Finding]) -> dict[str, object]:
    more = found[SHOWN:]
    return {
        "heading": heading,
        "shown": found[:SHOWN],
        "more": more,
        "more_title": units.plural(len(more), "more finding"),
    }


def _question(
    results: Results, question: Question, drawn: list[Figure], where: overview.Places
) -> dict[str, object]:
    found = cliffs(results, question)
    more = found[_SHOWN_CLIFFS:]
    figures = [_figure(figure) for figure in drawn if figure.slug == question.slug]
    plots = [units.plural(len(figures), "figure")] if figures else []
    return {
        "open": len(results.plan.questions) <= _OPEN_QUESTIONS,
        "holds": ", ".join([*plots, units.plural(len(question.cases), "case"), "counters, source"]),
        "slug": question.slug,
        "sentence": question.sentence,
        "about": question.about.splitlines(),
        "unit": question.unit,
        "answer": answer(results, question),
        "cliffs": found[:_SHOWN_CLIFFS],
        "more_cliffs": more,
        "more_cliffs_title": f"{units.plural(len(more), 'more variant')} with other SQL",
        "scaling": scaling_sentences(results, question),
        "variants": [variant for variant in question.variants if variant.summary],
        "figures": figures,
        "size": units.plural(len(question.cases), "case"),
        "table": overview.main_table(results, question, where),
        "against": overview.variant_table(results, question, where),
        "source": question.source,
    }


def _figure(figure: Figure) -> dict[str, str | SafeString]:
    drawn = figure.svg
    return {"asks": figure.asks, "title": figure.title, "svg": mark_safe(drawn[drawn.index("<svg") :])}


def _environment(results: Results) -> dict[str, object]:
    environments = results.plan.environments
    details = dict.fromkeys(name for environment in environments for name, _ in environment.details)
    facts = {
        "Django": [environment.django for environment in environments],
        "Python": [environment.python for environment in environments],
        "database": [environment.database for environment in environments],
        "source": [environment.source for environment in environments],
        "commit": [environment.commit or "–" for environment in environments],
        **{name: [dict(e.details).get(name, "–") for e in environments] for name in details},
    }
    return {
        "environments": [
            {"label": e.label, "twin": f"second copy of {e.twin_of}" if e.twin_of else ""}
            for e in environments
        ],
        "facts": [{"name": name, "values": values} for name, values in facts.items()],
        "machine": results.plan.machine,
    }


def _method(results: Results) -> dict[str, object]:
    plan = results.plan
    return {
        "command": plan.command,
        "created": plan.created,
        "version": plan.version,
        "seed": str(plan.seed),
        "budget": units.duration(plan.budget_s),
        "elapsed": units.duration(results.elapsed_s),
        "forks": units.plural(results.forks, "fork"),
        "slices": units.plural(sum(cell.slices for cell in results.cells), "slice"),
        "confidence": units.share(wording.confidence(results)),
        "plan_margin": units.share(plan.margin),
        "margin": units.share(wording.margin(results)),
        "noise_floor": "" if results.noise_floor is None else units.share(results.noise_floor),
        "by_version": plan.kind is ComparisonKind.VERSION,
    }
