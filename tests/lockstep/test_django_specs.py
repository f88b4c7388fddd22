from __future__ import annotations

import pytest
from packaging.specifiers import SpecifierSet
from packaging.version import Version

from bench.errors import UsageError
from bench.lockstep.django_specs import (
    Checkout,
    Exact,
    Installed,
    Newest,
    Series,
    Spec,
    parse,
    support,
    support_of_source,
    supports,
)


@pytest.mark.parametrize(
    ("text", "spec"),
    [
        ("4.2", Series((4, 2))),
        ("6.1", Series((6, 1))),
        ("7.0", Series((7, 0))),
        ("5.2.19", Exact(Version("5.2.19"))),
        ("6.1.0", Exact(Version("6.1"))),
        ("6.2a1", Exact(Version("6.2a1"))),
        ("newest", Newest()),
        ("installed", Installed()),
        ("6.1rc1", Exact(Version("6.1rc1"))),
        ("./django", Checkout("./django")),
        ("~/django", Checkout("~/django")),
        ("django/", Checkout("django/")),
        ("src/django@stable/5.2.x", Checkout("src/django@stable/5.2.x")),
        ("django@main", Checkout("django@main")),
    ],
)
def test_what_a_text_names(text: str, spec: Spec) -> None:
    assert parse(text) == spec


@pytest.mark.parametrize("text", ["foo", "", "5", "2.2", "3.1.14", "4.3", "4.3.1", "5.2.x", "Newest"])
def test_what_is_no_django_is_answered_with_those_that_are(text: str) -> None:
    with pytest.raises(UsageError) as error:
        parse(text)
    assert str(error.value) == (
        f"no Django {text!r}. Known series: 3.2, 4.0, 4.1, 4.2, 5.0, 5.1, 5.2, 6.0, 6.1"
    )


@pytest.mark.parametrize(
    ("series", "python", "answer"),
    [
        ((3, 2), (3, 9), False),  # Django 3.2 would run, and the measured code would not
        ((3, 2), (3, 10), True),
        ((3, 2), (3, 11), False),
        ((4, 2), (3, 12), True),
        ((4, 2), (3, 13), False),
        ((6, 0), (3, 11), False),
        ((6, 1), (3, 14), True),
        ((6, 1), (3, 15), False),
    ],
)
def test_which_python_runs_which_django(
    series: tuple[int, int], python: tuple[int, int], answer: bool
) -> None:
    assert supports(series, python) is answer


def test_a_series_newer_than_the_table_needs_what_the_newest_known_one_needs() -> None:
    assert (support((7, 0)).oldest, support((7, 0)).newest) == ((3, 12), None)
    assert supports((7, 0), (3, 16))
    assert not supports((7, 0), (3, 11))


@pytest.mark.parametrize(
    ("series", "requires", "oldest", "newest"),
    [
        ((7, 0), ">=3.14", (3, 14), None),
        ((7, 0), ">=3.9,<3.16", (3, 9), (3, 15)),
        ((7, 0), "", (3, 12), None),
        ((5, 2), ">=3.10", (3, 10), (3, 14)),
        ((5, 2), ">=3.12.3", (3, 12), (3, 14)),
        ((4, 2), "", (3, 8), (3, 12)),
    ],
)
def test_what_a_source_requires_narrows_what_its_series_supports(
    series: tuple[int, int], requires: str, oldest: tuple[int, int], newest: tuple[int, int] | None
) -> None:
    found = support_of_source("mine", series, SpecifierSet(requires))

    assert (found.django, found.oldest, found.newest) == ("mine", oldest, newest)


def test_a_source_that_no_python_can_run() -> None:
    with pytest.raises(ValueError, match=r"requires-python '>=3\.15' leaves no Python for Django 5\.2"):
        support_of_source("mine", (5, 2), SpecifierSet(">=3.15"))
