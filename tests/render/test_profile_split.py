"""A profile in words, as a figure, and as a part of the report's page."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from django.template import Context, Engine

from bench.model import Estimate
from bench.profiles import Layer
from bench.render import page as report
from bench.render.profile_split import (
    change,
    circumstances,
    profile_figure,
    profile_section,
    remarks,
    share_text,
)
from tests.results.test_profiles_json import profile

TEMPLATES = Path(report.__file__).parent / "templates"


def estimate(value: float, low: float, high: float) -> Estimate:
    return Estimate(value=value, low=low, high=high, confidence=0.95)


def test_a_share_and_a_change_never_go_without_their_interval():
    assert share_text(estimate(0.934, 0.91, 0.953)) == "93% (91%–95%)"
    assert change(estimate(-0.12, -0.15, 0.01)) == "−12% (−15% to +1%)"


def test_the_circumstances_say_how_often_it_was_looked_at_and_how_sure_that_is():
    told = circumstances(profile().splits[0])
    assert "receivers/send at receivers 10, Django 4.2.3, Python 3.13.0" in told
    assert "300 samples of 300 operations in 3 processes. Joint" in told
    assert re.search(r"Joint 95% intervals, at most ±\d", told)


def test_what_the_profiler_does_to_the_shares_is_said():
    assert "up to 3.00×" in remarks(profile())[0]


def test_the_time_that_others_had_the_processor_is_told_where_it_is_known():
    known = profile().splits[0]
    assert "For 25% of the time others had the processor: that is left out." in circumstances(known)
    assert "others had the processor" not in circumstances(replace(known, lost=None))


def test_much_that_is_unexplained_and_waiting_for_other_threads_are_remarked_on():
    plain = profile()
    assert len(remarks(plain)) == 2
    split = plain.splits[0]
    first, last = split.layers[0], split.layers[-1]
    odd = replace(
        split,
        layers=(
            replace(first, layer=Layer.CROSSING, in_c=0.6),
            replace(last, own=estimate(0.2, 0.1, 0.3)),
        ),
    )
    *_, unexplained, waits = remarks(replace(plain, splits=(odd,)))
    assert unexplained.startswith("4.2: 20% (10%–30%) is unexplained")
    assert waits == "4.2: only the thread that calls is seen, and mostly it waits."


def test_the_figure_draws_every_layer_and_says_it_in_words():
    figure = profile_figure(profile())
    assert figure.title.startswith("4.2: 60% of the samples in the dispatcher, 40% in the receivers")
    assert f"{Layer.RECEIVERS.value} 40% (" in figure.alt
    assert 'role="img"' in figure.svg
    assert figure.png.startswith(b"\x89PNG")


def test_the_page_links_a_profile_and_shows_hostile_names_as_text():
    (context,) = profile_section([("profiles/<b>", profile())], "receivers")
    assert profile_section([("profiles/send", profile())], "senders") == []
    template = Engine(dirs=[str(TEMPLATES)], autoescape=True).get_template("profile.html")
    text = template.render(Context({"profile": context}))
    assert 'href="profiles/&lt;b&gt;/' in text
    assert "django/dispatch/dispatcher.py:160" in text
    assert "What differs" in text
    assert "<b>" not in text
