"""What becomes of a receiver's exception in send_robust()."""

from __future__ import annotations

import functools
import gc
import io
import logging
from typing import Any

import django
import pytest

from bench.scenarios.failures import Handlers, djangos_own, failing, handled_by, ignoring, writing
from bench.scenarios.receiver_kinds import function, new_signal


class FailingInstance:
    def __call__(self, sender: object, **kwargs: object) -> None:
        raise ValueError("no such order")


def test_a_failure_is_returned_and_logged_as_an_error_with_its_traceback(
    caplog: pytest.LogCaptureFixture,
) -> None:
    signal = new_signal(fails := failing(), follows := function())
    (failed, error), after = signal.send_robust(sender=None)
    assert (failed, str(error), after) == (fails, "no such order", (follows, None))
    (record,) = caplog.records
    assert (record.name, record.levelno) == ("django.dispatch", logging.ERROR)
    assert (
        record.getMessage()
        == "Error calling failing.<locals>.receiver in Signal.send_robust() (no such order)"
    )
    assert record.exc_info is not None
    assert record.exc_info[1] is error


@pytest.mark.parametrize("fails", [functools.partial(failing()), FailingInstance()])
def test_a_failing_partial_or_instance_has_no_name_to_log_and_stops_the_send(fails: object) -> None:
    called = []

    def follows(sender: object, **kwargs: object) -> None:
        called.append(sender)

    signal = new_signal(fails, follows)
    with pytest.raises(AttributeError, match="__qualname__"):
        signal.send_robust(sender=None)
    assert called == []


def test_a_failure_leaves_a_cycle_that_only_the_collector_frees() -> None:
    """The exception knows the frame of send_robust(), whose list of responses holds the exception."""
    signal = new_signal(fails := failing())
    with handled_by(ignoring) as logged:
        send = logged(lambda: signal.send_robust(sender=None))
        gc.collect()
        gc.disable()
        try:
            send()
            assert gc.collect() > 0
        finally:
            gc.enable()
    assert fails


@pytest.mark.parametrize(
    ("handlers", "written"), [(ignoring, ""), (writing, "Error calling failing"), (djangos_own, "")]
)
def test_only_the_handler_that_writes_does(handlers: Handlers, written: str) -> None:
    signal = new_signal(fails := failing())
    stream = io.StringIO()
    with handled_by(lambda _null_device: handlers(stream)) as logged:
        logged(lambda: signal.send_robust(sender=None))()
    assert fails
    assert stream.getvalue().partition(".")[0] == written


def test_of_cases_that_are_open_at_the_same_time_each_has_its_own_handlers_at_each_call() -> None:
    signal = new_signal(fails := failing())
    streams = io.StringIO(), io.StringIO()
    with handled_by(lambda _: writing(streams[0])) as first:
        with handled_by(lambda _: writing(streams[1])) as second:
            calls = [logged(lambda: signal.send_robust(sender=None)) for logged in (first, second)]
            for call in (calls[0], calls[1], calls[0]):
                call()
        calls[0]()  # after the other one has tidied up
    assert fails
    assert [stream.getvalue().count("Error calling failing") for stream in streams] == [3, 1]
    assert not logging.getLogger("django.dispatch").handlers


@pytest.mark.parametrize(("admins", "mails"), [([], 0), (["ann@example.com"], 1)])
def test_djangos_handlers_mail_the_record_to_admins(
    admins: list[str], mails: int, settings: Any, mailoutbox: list[Any]
) -> None:
    settings.ADMINS = [("Ann", address) for address in admins] if django.VERSION < (6, 0) else admins
    signal = new_signal(fails := failing())
    with handled_by(djangos_own) as logged:
        logged(lambda: signal.send_robust(sender=None))()
    assert fails
    assert len(mailoutbox) == mails
