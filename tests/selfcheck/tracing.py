"""What `signalbench trace` adds to a send and to a call, against the limits that it is held to."""

from __future__ import annotations

import json
import statistics
import subprocess
from pathlib import Path

from bench.audit.interpreter import INSIDE
from bench.lockstep.environments import provision

DJANGOS = ("3.2", "4.2", "5.2", "6.0", "6.1")
SENDERS = ("class", "string", "instance")
LIMITS = {"dispatch_ns": 2 / 3, "receiver_call_ns": 1 / 3, "empty_dispatch_ns": 1 / 30}
"""As a share of what a send to one receiver takes: 2 µs, 1 µs and 0.1 µs where that is 3 µs."""
PROGRAM = """
import importlib.util, json, sys
spec = importlib.util.spec_from_file_location("inside", sys.argv[1] + "/__init__.py")
sys.modules["inside"] = importlib.util.module_from_spec(spec)
spec.loader.exec_module(sys.modules["inside"])
from django.conf import settings
settings.configure()
from inside.tracing.overhead import measure
kinds = json.loads(sys.argv[2])
print(json.dumps(measure(dict.fromkeys(kinds, 1), {"function": 1, "method": 1})))
"""


def trace_overhead(folder: Path, tries: int, budget: str) -> None:
    """Is tracing as cheap as it has to be, on every Django? SystemExit if not."""
    failed = False
    for environment in provision(DJANGOS, allow_mixed=True, announce=print):
        command = [environment.interpreter, "-c", PROGRAM, INSIDE, json.dumps(SENDERS)]
        measured = [json.loads(subprocess.check_output(command, cwd=folder)) for _ in range(tries)]
        for name, limit in LIMITS.items():
            shares = [one[name]["value"] / one["send_ns"]["value"] for one in measured]
            share = statistics.median(shares)
            failed |= share > limit
            print(f"  {environment.label}: {name} {share:.2f} of a send, at most {limit:.2f}", flush=True)
    if failed:
        raise SystemExit(1)
