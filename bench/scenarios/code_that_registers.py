"""The code of a receivers module, modules that it runs in, and ways to register, for registered_twice.py."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from types import ModuleType

from django.dispatch import Signal, receiver

from bench.scenarios.receiver_kinds import Receiver, counted

Register = Callable[[Signal, bool, Receiver], object]

CODE = compile(
    """
def send_receipt(sender, **kwargs):
    pass

register(send_receipt)
""",
    "<receivers.py>",
    "exec",
)


def connect(signal: Signal, weak: bool, function: Receiver) -> None:
    signal.connect(function, weak=weak)


def connect_again(signal: Signal, weak: bool, function: Receiver) -> None:
    signal.connect(function, weak=weak)
    signal.connect(function, weak=weak)


def decorate(signal: Signal, weak: bool, function: Receiver) -> None:
    receiver(signal, weak=weak)(function)


def connect_with_uid(signal: Signal, weak: bool, function: Receiver) -> None:
    signal.connect(function, weak=weak, dispatch_uid="send receipt")


def run(names: Sequence[str], register: Register, weak: bool) -> tuple[Signal, dict[str, ModuleType]]:
    """A signal, and the modules of these names, the code having run in them one after the other.

    A name that comes twice is reloaded: as in importlib.reload(), the code runs in the same module again.
    """
    signal = Signal()
    modules: dict[str, ModuleType] = {}
    for name in names:
        module = vars(modules.setdefault(name, ModuleType(name)))
        module["register"] = partial(register, signal, weak)
        exec(CODE, module)
        counted(module["send_receipt"])
    return signal, modules
