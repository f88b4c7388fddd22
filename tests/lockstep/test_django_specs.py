from __future__ import annotations

import pytest
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
    pythons,
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
        ("./django", Checkout("./django", None)),
        ("~/django", Checkout("~/django", None)),
        ("src/django@stable/5.2.x", Checkout("src/django", "stable/5.2.x")),
        ("django@main", Checkout("django", "main")),
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
    assert pythons((7, 0)) == ((3, 12), None)
    assert supports((7, 0), (3, 16))
    assert not supports((7, 0), (3, 11))
