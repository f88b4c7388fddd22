"""What the report of the largest run takes that one is built for: 40 questions, 8 environments, 30 forks."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

SIGNALBENCH = (sys.executable, "-m", "bench.cli.main")
SAMPLED_EVERY_S = 0.05
SECONDS, MEMORY_BYTES, PAGE_BYTES = 10, 500_000_000, 4_000_000


def largest_report(folder: Path, tries: int, budget: str) -> None:
    """Is a large report built in 10 s and 500 MB, all its processes taken together, with a page of 4 MB?

    Time depends on the machine, so it is told; SystemExit where the others are more.
    """
    run = folder / "run"
    subprocess.run([sys.executable, "-m", "tests.synthetic_run", run], check=True)
    failed = False
    for _ in range(tries):
        began = time.perf_counter()
        with subprocess.Popen([*SIGNALBENCH, "report", run, "-q"], stdout=subprocess.DEVNULL) as building:
            memory = ended = 0
            while not ended:
                memory = max(memory, _held(building.pid))
                time.sleep(SAMPLED_EVERY_S)
                ended, status, used = os.wait4(building.pid, os.WNOHANG)
            building.returncode = os.waitstatus_to_exitcode(status)
        took = time.perf_counter() - began
        page = (run / "index.html").stat().st_size
        failed |= bool(building.returncode) or memory > MEMORY_BYTES or page > PAGE_BYTES
        print(
            f"  {took:.1f} s ({used.ru_utime + used.ru_stime:.1f} s of processor time), at most {SECONDS}; "
            f"{memory / 1e6:.0f} MB, at most {MEMORY_BYTES / 1e6:.0f}; page {page / 1e6:.2f} MB, "
            f"at most {PAGE_BYTES / 1e6:.0f}",
            flush=True,
        )
    if failed:
        raise SystemExit(1)


def _held(process: int) -> int:
    """Bytes that a process and its children hold now, what they share counted once (Linux: proc(5), Pss)."""
    try:
        folder = Path("/proc") / str(process)
        rollup = (folder / "smaps_rollup").read_text(encoding="ascii")
        children = (folder / "task" / str(process) / "children").read_text(encoding="ascii")
    except OSError:  # it has ended
        return 0
    kilobytes = re.search(r"^Pss: +(\d+) kB$", rollup, re.MULTILINE)
    own = int(kilobytes[1]) * 1024 if kilobytes else 0
    return own + sum(_held(int(child)) for child in children.split())
