"""Start a worker: set Django up, make the tables, then do as the host asks. See protocol.py."""

from __future__ import annotations

import gc
import os

from bench.worker.protocol import Message, claim_stdout, serve

answers = claim_stdout()
os.environ["DJANGO_SETTINGS_MODULE"] = "bench_project.settings_measured"

import django  # noqa: E402  nothing may print to the answers, so they are claimed first

django.setup()

from bench.model import Case  # noqa: E402  models need Django to be set up
from bench.scenarios.scenario import ready  # noqa: E402
from bench.worker.introduction import fingerprint, questions  # noqa: E402
from bench.worker.stage import Stage  # noqa: E402
from bench.worker.tables import create_tables  # noqa: E402
from bench.worker.timing import time_slice  # noqa: E402
from bench.worker.verification import verify  # noqa: E402

create_tables()
stage = Stage()
gc.collect()
gc.freeze()


def introduce(request: Message) -> Message:
    return {"fingerprint": fingerprint(), "questions": questions(full=request["full"])}


def verify_case(request: Message) -> Message:
    return verify(stage, _case(request), counting=request["count"])


def settle(request: Message) -> Message:
    gc.collect()
    gc.freeze()
    if request["cpu"] is None or not hasattr(os, "sched_setaffinity"):
        return {"pinned": False}
    os.sched_setaffinity(0, {request["cpu"]})
    return {"pinned": True}


def time(request: Message) -> Message:
    with stage.case(_case(request)) as operation:
        if request["warm_up"]:
            ready(operation)()
        return {"ns": time_slice(operation, request["loops"])}


def _case(request: Message) -> Case:
    return Case(request["question"], request["variant"], tuple(request["axis"].items()))


serve({"introduce": introduce, "verify": verify_case, "settle": settle, "time": time}, answers)
