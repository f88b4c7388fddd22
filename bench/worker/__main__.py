"""Start a worker: set Django up, make the tables, then do as the host asks. See protocol.py."""

from __future__ import annotations

import functools
import gc
import os
import resource
import threading
from collections.abc import Callable
from contextlib import ExitStack, suppress

from bench.worker.protocol import Message, claim_stdout, serve

answers = claim_stdout()
os.environ["DJANGO_SETTINGS_MODULE"] = "bench_project.settings_measured"

import django  # noqa: E402  nothing may print to the answers, so they are claimed first

from bench.worker.database import drop_own, make_ready, require_driver  # noqa: E402

missing_driver = require_driver()
django.setup()

from bench.model import Case  # noqa: E402  models need Django to be set up
from bench.scenarios.scenario import AnyOperation, ready  # noqa: E402
from bench.worker.introduction import fingerprint, questions  # noqa: E402
from bench.worker.pacemaker import keep_pace, pace_in_turns  # noqa: E402
from bench.worker.profiled import profile as profile_case  # noqa: E402
from bench.worker.relay import Place, Runner, take_turns  # noqa: E402
from bench.worker.side_by_side import Lane  # noqa: E402
from bench.worker.stage import Stage  # noqa: E402
from bench.worker.timing import garbage_kept, time_slice  # noqa: E402
from bench.worker.verification import verify  # noqa: E402

trouble = make_ready(missing_driver)
stage = Stage()
lane = Lane(stage)
gc.collect()
gc.freeze()


def introduce(request: Message) -> Message:
    return {"fingerprint": fingerprint(trouble), "questions": questions(full=request["full"])}


def verify_case(request: Message) -> Message:
    case = _case(request)
    waits_before = _waits()
    answer = verify(stage, case, counting=request["count"], trouble=trouble)
    return {**answer, "alone": not stage.keeps(case), "waits": _waits() > waits_before}


def settle(request: Message) -> Message:
    gc.collect()
    gc.freeze()
    if request["cpu"] is None or not hasattr(os, "sched_setaffinity"):
        return {"pinned": False}
    for thread in threading.enumerate():  # those that checking has started; later ones inherit it
        with suppress(ProcessLookupError):  # it has just ended
            os.sched_setaffinity(thread.native_id or 0, {request["cpu"]})
    return {"pinned": True}


def relay(request: Message) -> Message:
    entries = request["cases"]
    return {"ns": _in_turns(request, lambda cases: [_runner(cases, entry) for entry in entries])}


def relay_pace(request: Message) -> Message:
    return {"ns": _in_turns(request, lambda cases: [cases.enter_context(pace_in_turns())] * request["legs"])}


def set_up(request: Message) -> Message:
    lane.set_up(_case(request), warm_up=request["warm_up"])
    return {}


def time(request: Message) -> Message:
    return {"ns": lane.time(request["loops"])}


def tidy_up(request: Message) -> Message:
    lane.tidy_up()
    return {}


def profile(request: Message) -> Message:
    return profile_case(stage, _case(request), loops=request["loops"], seconds=request["seconds"])


def pace(request: Message) -> Message:
    return {"ns": keep_pace()}


def rest(request: Message) -> Message:
    return {}


def _case(request: Message) -> Case:
    return Case(request["question"], request["variant"], tuple(request["axis"].items()))


def _in_turns(request: Message, set_up_all: Callable[[ExitStack], list[Runner]]) -> list[list[int]]:
    place = Place(request["own"], request["next"], request["number"])
    with ExitStack() as cases:
        runners: list[Runner]
        place.wait()
        try:
            runners = set_up_all(cases)
        except Exception as error:  # the baton has to go on all the same
            runners = [functools.partial(_raise, error)] * request["legs"]
        cases.enter_context(garbage_kept())
        place.hand_on()
        return take_turns(place, runners, request["turns"])


def _runner(cases: ExitStack, entry: Message) -> Runner:
    operation = cases.enter_context(stage.case(_case(entry)))
    ready(operation)()
    run = functools.partial(time_slice, operation, entry["loops"])
    return functools.partial(_run_warm, operation, run) if entry["warm_up"] else run


def _run_warm(operation: AnyOperation, run: Runner) -> int:
    ready(operation)()
    return run()


def _raise(error: Exception) -> int:
    raise error


def _waits() -> int:
    """How often this process has waited for something, such as a disk, a server or another thread."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_nvcsw


handlers = (introduce, verify_case, settle, relay, relay_pace, set_up, time, tidy_up, profile, pace, rest)
try:
    serve({handler.__name__: handler for handler in handlers}, answers)
finally:
    drop_own()
