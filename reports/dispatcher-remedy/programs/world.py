"""One dispatcher's side of side_by_side.py: a signal, and all that is connected to it."""

from __future__ import annotations

import asyncio
import contextvars
import gc
import logging
import threading
from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any

import cast

VARIABLE: contextvars.ContextVar[int] = contextvars.ContextVar("VARIABLE", default=0)
"""Each receiver adds one to it: who shares a context with whom can be read from the log."""
BEHAVIOURS = ("raise", "stop", "disconnect", "connect", "kill", "kill sender", "send")
"""What a receiver may do besides answering."""


class Failure(Exception):
    """What a receiver raises."""


class Stop(BaseException):
    """What a receiver raises that send_robust() must not catch."""


class World:
    """Its receivers go by number and its senders by name, so that two worlds' logs can be compared."""

    def __init__(self, dispatcher: ModuleType, *, caching: bool, behaviour: Mapping[int, str]) -> None:
        self.signal: Any = dispatcher.Signal(use_caching=caching)
        self.log: list[tuple[Any, ...]] = []
        self.receivers: dict[int, Any] = {}
        self.senders = {name: cast.new_sender(name) for name in cast.SENDERS}
        self._no_receivers = dispatcher.NO_RECEIVERS
        self._behaviour = behaviour
        self._latecomer = self._new_receiver(99, "sync")
        self._unweakrefable = cast.Unweakrefable()
        self._nested = 0
        dispatcher.logger = logging.Logger("dispatch")  # type: ignore[attr-defined]  # its module's own name
        dispatcher.logger.addHandler(Noting(self.log))

    def receiver(self, number: int, kind: str) -> Any:
        """The one of this number, made if there is none."""
        if number not in self.receivers:
            self.receivers[number] = self._new_receiver(number, kind)
        return self.receivers[number]

    def _new_receiver(self, number: int, kind: str) -> Any:
        return cast.new_receiver(number, kind, lambda *told: self._called(number, *told))

    def sender(self, name: str) -> Any:
        """The sender of this name; None if it is dead."""
        others: dict[str, Callable[[], Any]] = {
            "unhashable": cast.Unhashable,
            "unweakrefable": lambda: self._unweakrefable,
            "text": lambda: "text",
        }
        return others[name]() if name in others else self.senders.get(name)

    def _called(self, number: int, kind: str, signal: Any, sender: Any, named: dict[str, Any]) -> Any:
        assert signal is self.signal
        in_main = threading.current_thread() is threading.main_thread()
        arguments = self._sender_name(sender), sorted(named.items())
        self.log.append(("called", number, kind, *arguments, in_main, VARIABLE.get(), _in_loop()))
        VARIABLE.set(VARIABLE.get() + 1)
        return self._behave(number)

    def _behave(self, number: int) -> Any:
        match self._behaviour.get(number):
            case "raise":
                raise Failure(number)
            case "stop":
                raise Stop(number)
            case "disconnect":
                self.signal.disconnect(self.receivers.get(number))
            case "connect":
                self.signal.connect(self._latecomer)
            case "kill":
                self.receivers.pop(number + 1, None)
                gc.collect()
            case "kill sender":
                self.senders.pop("plain2", None)
                gc.collect()
            case "send" if self._nested < 2:
                self._nested += 1
                try:
                    return "nested", self.told(self.signal.send(self.senders.get("plain0")))
                finally:
                    self._nested -= 1
        return "answer", number

    def told(self, responses: Any) -> list[tuple[str, Any, Any]]:
        """Responses in names: what each pair is, whose it is, and what was answered."""
        assert type(responses) is list, type(responses)
        return [
            (
                type(pair).__name__,
                self.number(pair[0]),
                pair[1] if isinstance(pair[1], tuple) else repr(pair[1]),
            )
            for pair in responses
        ]

    def number(self, receiver: Any) -> Any:
        """A receiver's number; of one that is gone, its class."""
        return next((n for n, known in self.receivers.items() if known == receiver), type(receiver).__name__)

    def _sender_name(self, sender: Any) -> str | None:
        known = next((name for name, each in self.senders.items() if each is sender), None)
        return known or (None if sender is None else type(sender).__name__)

    def state(self) -> tuple[Any, ...]:
        """What the signal holds, in names and numbers."""
        receivers = [
            (is_async, sender is not None, type(receiver).__name__)
            for _key, receiver, sender, is_async in self.signal.receivers
        ]
        cache = sorted(
            (str(self._sender_name(sender)), None if found is self._no_receivers else len(found))
            for sender, found in self.signal.sender_receivers_cache.items()
        )
        return receivers, self.signal._dead_receivers, self.signal.lock.locked(), cache


class Noting(logging.Handler):
    """Puts what is logged into a world's log."""

    def __init__(self, log: list[tuple[Any, ...]]) -> None:
        super().__init__()
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        raised = record.exc_info[0] if record.exc_info else None
        message = record.getMessage().split(" at 0x")[0]
        self._log.append(("logged", record.levelname, message, raised and raised.__name__))


def _in_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True
