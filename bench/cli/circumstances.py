"""What this machine is like to measure on, as far as Linux tells; elsewhere much of it is "not known"."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from bench import units
from bench.cli.equipment import Fact
from bench.cli.machine import describe_machine
from bench.lockstep.cores import cores

NOT_KNOWN = "not known"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticks:
    """What a core's time went to, in the system's own units, since it started."""

    stolen: int
    """Taken by the host of a virtual machine for others."""
    total: int


def machine_facts(root: Path = Path("/")) -> list[Fact]:
    """Cores and how they can be used; what the system under the processor is. root: where /proc is."""
    described = dict(describe_machine())
    worker, host = cores()
    return [
        ("processor", described["cpu"]),
        ("cores", _cores(worker, host)),
        ("physical cores", _sharing(root, worker, host)),
        ("virtual machine", _virtual(root)),
        ("governor", _governor(root, worker)),
        ("load", _load()),
    ]


def ticks(core: int | None, root: Path = Path("/")) -> Ticks | None:
    """Of the core, or of all together if that is None; None where the system does not say."""
    label = "cpu" if core is None else f"cpu{core}"
    for line in (_text(root / "proc/stat") or "").splitlines():
        name, *numbers = line.split()
        if name == label and len(numbers) >= 8:  # what follows the eighth, guests' time, is in the first two
            counted = [int(number) for number in numbers[:8]]
            return Ticks(stolen=counted[7], total=sum(counted))
    return None


def stolen_share(before: Ticks | None, after: Ticks | None) -> float | None:
    """The share of the time between that was stolen; None where that is not known."""
    if before is None or after is None or after.total <= before.total:
        return None
    return (after.stolen - before.stolen) / (after.total - before.total)


def _cores(worker: int | None, host: int | None) -> str:
    if not hasattr(os, "sched_getaffinity"):
        return f"{os.cpu_count()}; this system cannot bind a process to one"
    available = len(os.sched_getaffinity(0))
    if worker is None:
        return f"{available} to be used: workers and host share it"
    bound = f"workers on core {worker}, host on core {host}"
    return f"{available} to be used; {bound}" if _binds(worker) else f"{available}; binding is refused"


def _binds(core: int) -> bool:
    before = os.sched_getaffinity(0)
    try:
        os.sched_setaffinity(0, {core})
    except OSError:
        return False
    os.sched_setaffinity(0, before)
    return True


def _sharing(root: Path, worker: int | None, host: int | None) -> str:
    if worker is None or host is None:
        return NOT_KNOWN
    places = [_place(root, core) for core in (host, worker)]
    if None in places:
        return NOT_KNOWN
    if places[0] == places[1]:
        return f"cores {host} and {worker} are two threads of one physical core: each slows the other"
    return f"cores {host} and {worker} are different ones, as far as the system knows"


def _place(root: Path, core: int) -> tuple[str, str] | None:
    topology = root / f"sys/devices/system/cpu/cpu{core}/topology"
    package, place = _text(topology / "physical_package_id"), _text(topology / "core_id")
    return None if package is None or place is None else (package, place)


def _virtual(root: Path) -> str:
    listing = _text(root / "proc/cpuinfo")
    flags = [line.split() for line in (listing or "").splitlines() if line.startswith("flags")]
    if not flags:
        return NOT_KNOWN
    return "yes: others may share its cores" if "hypervisor" in flags[0] else "none to be seen"


def _governor(root: Path, core: int | None) -> str:
    return _text(root / f"sys/devices/system/cpu/cpu{core or 0}/cpufreq/scaling_governor") or NOT_KNOWN


def _load() -> str:
    if not hasattr(os, "getloadavg"):
        return NOT_KNOWN
    one, five, fifteen = os.getloadavg()
    return f"{one:.2f}, {five:.2f}, {fifteen:.2f} processes over the last 1, 5 and 15 minutes"


def _text(file: Path) -> str | None:
    try:
        return file.read_text(encoding="utf-8").strip() or None
    except OSError:
        return None


def stolen_text(share: float | None) -> str:
    """For a table of facts."""
    return NOT_KNOWN if share is None else f"{units.share(share)} of the time, taken by the host"
