"""What `signalbench trace` adds to a send and to a call, against the limits that it is held to."""

from __future__ import annotations

import json
import statistics
import subprocess
from pathlib import Path
from typing import Any

from bench.audit.interpreter import INSIDE
from bench.lockstep.environments import provision

DJANGOS = ("3.2", "4.2", "5.2", "6.0", "6.1")
SENDERS = ("class", "string", "number", "instance")
RECEIVERS = ("function", "method")
"""Those that every Django has, and a project commonly."""
DISPATCH, CALL, EMPTY = 2 / 3, 1 / 3, 1 / 30
"""What stays below which share of a send to one receiver: 2 µs, 1 µs and 0.1 µs where that is 3 µs."""
PROGRAM = """
import importlib.util, json, sys
spec = importlib.util.spec_from_file_location("inside", sys.argv[1] + "/__init__.py")
sys.modules["inside"] = importlib.util.module_from_spec(spec)
spec.loader.exec_module(sys.modules["inside"])
from django.conf import settings
settings.configure()
from inside.tracing.overhead import measure
senders, receivers = json.loads(sys.argv[2])
print(json.dumps(measure(dict.fromkeys(senders, 1), dict.fromkeys(receivers, 1))))
"""


def trace_overhead(folder: Path, tries: int, budget: str) -> None:
    """Is tracing as cheap as it has to be, on every Django, for each kind by itself? SystemExit if not."""
    failed = False
    for environment in provision(DJANGOS, allow_mixed=True, announce=print):
        command = [environment.interpreter, "-c", PROGRAM, INSIDE, json.dumps((SENDERS, RECEIVERS))]
        shares = [_shares(json.loads(subprocess.check_output(command, cwd=folder))) for _ in range(tries)]
        for name, (_, limit) in shares[0].items():
            share = statistics.median(one[name][0] for one in shares)
            failed |= share >= limit
            print(f"  {environment.label}: {name} {share:.2f} of a send, below {limit:.2f}", flush=True)
    if failed:
        raise SystemExit(1)


def _shares(measured: dict[str, Any]) -> dict[str, tuple[float, float]]:
    """By what is measured: the share of a send that it is, and the share that it has to be below."""
    send_ns = measured["send_ns"]["value"]
    return {
        **{f"{kind} sender": (one["value"] / send_ns, DISPATCH) for kind, one in measured["senders"].items()},
        **{f"{kind} receiver": (one["value"] / send_ns, CALL) for kind, one in measured["receivers"].items()},
        "no receiver": (measured["empty_dispatch_ns"]["value"] / send_ns, EMPTY),
    }
