"""The page as a file: what it says, what it embeds, and that nothing in it can act."""

from __future__ import annotations

import base64
import dataclasses
import gzip
import hashlib
import html
import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from bench.model import ComparisonKind, Question, Results
from bench.render import wording
from bench.render.figures import figures
from bench.render.findings import told
from bench.render.page import MAX_BYTES, options_unbroken, page
from bench.render.trust import counts_sentence
from bench.results.results_json import results_to_text
from tests import synthetic
from tests.render import sizes

SECTIONS = ("answers", "matrix", "environment", "method", "data")
HOSTILE = (
    "</script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "x" * 500,
    "\u202e\u05e9\u05dc\u05d5\u05dd",
    "{{ secret }}{% now %}",
)


def made(results: Results, samples_csv: str | None = None) -> str:
    return page(results, figures(results), results_json=results_to_text(results), samples_csv=samples_csv)


def hostile_question(name: str) -> Question:
    question = sizes.question("hostile", name, (name, f"{name} too"), ("receivers", (1, 10)), unit=name)
    return dataclasses.replace(question, about=name, source=name)


class Elements(HTMLParser):
    """Tags with their attributes, and the text outside scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self._silent = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._silent = tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self._silent = False

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(data)


@pytest.mark.parametrize("kind", list(ComparisonKind))
def test_every_section_has_its_fixed_id_once(kind: ComparisonKind) -> None:
    plan = sizes.real_plan(kind)
    ids = [attrs["id"] for _, attrs in Elements(made(synthetic.results(plan))).tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert {*SECTIONS, *(f"q-{question.slug}" for question in plan.questions)} <= set(ids)


def test_every_link_within_the_page_leads_somewhere() -> None:
    tags = Elements(made(synthetic.results())).tags
    ids = {attrs.get("id") for _, attrs in tags}
    targets = [str(attrs["href"]) for tag, attrs in tags if tag == "a"]
    assert {target for target in targets if not target.startswith("#")} == {"results.json"}
    assert all(target[1:] in ids for target in targets if target.startswith("#"))


def test_every_finding_is_in_words_on_the_page() -> None:
    results = synthetic.results()
    words = "".join(Elements(made(results)).words)
    for finding in told(results):
        if finding.sentence == counts_sentence(results):
            continue
        assert finding.sentence in words
        assert finding.rest in words


def test_an_option_of_a_command_stays_on_one_line_and_a_hostile_one_is_text() -> None:
    text = str(options_unbroken("Measure longer, with --budget 40m -k <b>bulk-saves</b>. A - b"))
    assert text == (
        'Measure longer, with <span class="option">--budget 40m</span> '
        '<span class="option">-k &lt;b&gt;bulk-saves&lt;/b&gt;</span>. A - b'
    )


def test_every_comparison_and_every_reason_has_a_place() -> None:
    results = synthetic.results()
    text = made(results)
    said = dict(re.findall(r'<em class="[\w-]+" data-comparison="(\d+)">(.*?)</em>', text))
    assert [html.unescape(said[str(place)]) for place in range(len(results.comparisons))] == [
        wording.text(comparison, 0.05) for comparison in results.comparisons
    ]
    assert "– failed: worker hung for 60 s and was stopped" in text
    assert "– absent: needs Django 7.0 or newer" in text


def test_what_was_not_counted_is_a_dash() -> None:
    results = synthetic.results()
    bare = tuple(
        dataclasses.replace(cell, counters=dataclasses.replace(cell.counters, queries=None))
        for cell in results.cells
    )
    rows = re.findall(r"<tr><th scope=\"row\">.*?</tr>", made(dataclasses.replace(results, cells=bare)))
    counted = [row for row in rows if "<bdi>all</bdi>" in row]
    assert counted
    assert all("<bdi>all</bdi></td><td>–</td>" in row for row in counted)


def test_the_embedded_json_is_the_file() -> None:
    results = synthetic.results(synthetic.plan(questions=(hostile_question(HOSTILE[0]),)))
    block = re.search(
        r'<script type="application/json" id="results-json">(.*?)</script>', made(results), re.S
    )
    assert block
    assert not set("<>&") & set(block[1])
    assert json.loads(block[1]) == json.loads(results_to_text(results))


def test_the_embedded_samples_are_the_file() -> None:
    block = re.search(r'id="samples-csv">(.*?)</script>', made(synthetic.results(), samples_csv="a,b\n1,2\n"))
    assert block
    assert gzip.decompress(base64.b64decode(block[1])) == b"a,b\n1,2\n"


def test_json_whose_escapes_could_not_be_undone_is_packed() -> None:
    results = synthetic.results()
    text = page(results, [], results_json='{"name": "\\\\u003c"}\n')
    block = re.search(r'<script type="application/gzip" id="results-json">(.*?)</script>', text)
    assert block
    assert gzip.decompress(base64.b64decode(block[1])) == b'{"name": "\\\\u003c"}\n'


@pytest.mark.parametrize("name", HOSTILE, ids=["script", "attribute", "long", "right-to-left", "template"])
def test_hostile_names_are_text(name: str) -> None:
    environments = tuple(
        dataclasses.replace(environment, label=f"{environment.label} {name}", source=name)
        for environment in synthetic.ENVIRONMENTS[:2]
    )
    hostile = synthetic.plan(questions=(hostile_question(name),), environments=environments)
    calm = synthetic.plan(questions=(hostile_question("name"),), environments=synthetic.ENVIRONMENTS[:2])
    found, expected = (
        Elements(made(dataclasses.replace(synthetic.results(plan), warnings=(text,))))
        for plan, text in ((hostile, name), (calm, "name"))
    )
    scripts = [tag for tag, _ in found.tags if tag in ("script", "img", "iframe")]
    assert scripts == [tag for tag, _ in expected.tags if tag in ("script", "img", "iframe")]
    assert not [attr for _, attrs in found.tags for attr in attrs if attr.startswith("on")]
    assert name in "".join(found.words)


def test_the_policy_names_the_one_script_and_nothing_remote() -> None:
    text = made(synthetic.results())
    policy = html.unescape(re.findall(r'http-equiv="Content-Security-Policy" content="(.*?)"', text)[0])
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "http" not in policy
    loading = [
        attrs for _, attrs in Elements(text).tags if "src" in attrs or attrs.get("rel") == "stylesheet"
    ]
    assert loading == []


def test_the_same_results_give_the_same_bytes() -> None:
    assert made(synthetic.results(), "a\n") == made(synthetic.results(), "a\n")


def test_the_largest_report_fits_and_still_holds_its_data() -> None:
    text = made(synthetic.results(sizes.largest_plan()))
    assert len(text.encode()) <= MAX_BYTES
    assert 'id="results-json"' in text


@pytest.mark.parametrize(
    "configure", ["", "import django.conf as c; c.settings.configure(USE_THOUSAND_SEPARATOR=True)"]
)
def test_settings_are_neither_needed_nor_heeded(configure: str) -> None:
    program = (
        f"{configure}\n"
        "import hashlib\n"
        "from bench.render.page import page\n"
        "from bench.render.figures import figures\n"
        "from tests import synthetic\n"
        "results = synthetic.results()\n"
        "text = page(results, figures(results), results_json='{}')\n"
        "print(hashlib.sha256(text.encode()).hexdigest())\n"
    )
    root = Path(__file__).parents[2]
    environment = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
    run = subprocess.run(
        [sys.executable, "-c", program],
        cwd=root,
        env=environment | {"PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.stderr == ""
    results = synthetic.results()
    here = hashlib.sha256(page(results, figures(results), results_json="{}").encode()).hexdigest()
    assert run.stdout.strip() == here
