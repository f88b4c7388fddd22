"""Two threads connect and disconnect while two others send: no send may miss a receiver that stays.

    python threads.py patched.py [SECONDS]

As side_by_side.py it wants a dispatcher.py, and an interpreter with the Django that the file belongs to.
"""

from __future__ import annotations

import random
import sys
import threading
import time
from types import ModuleType
from typing import Any

from dispatchers import dispatcher


class Sender:
    """Who sends."""


def stay(sender: Any, **named: Any) -> str:
    return "stays"


def trial(module: ModuleType, *, caching: bool, seconds: float) -> tuple[int, list[str]]:
    """How many sends there were, and what was wrong with any."""
    signal = module.Signal(use_caching=caching)
    signal.connect(stay)
    signal.connect(stay, sender=Sender, dispatch_uid="again")
    end = time.monotonic() + seconds
    sends: list[None] = []
    wrong: list[str] = []

    def connect_and_disconnect() -> None:
        while time.monotonic() < end:
            passing = []
            for _ in range(5):

                def come_and_go(sender: Any, **named: Any) -> str:
                    return "comes and goes"

                passing.append(come_and_go)
                signal.connect(come_and_go, sender=random.choice([None, Sender, threading]))
            for receiver in passing[:2]:  # the other three die connected
                signal.disconnect(receiver)
                signal.disconnect(receiver, sender=Sender)

    def send() -> None:
        while time.monotonic() < end:
            try:
                answers = [answer for _, answer in signal.send(Sender)]
            except Exception as error:  # whatever it is, it is what the trial looks for
                wrong.append(repr(error))
                continue
            sends.append(None)
            if answers[:2] != ["stays", "stays"] or answers.count("stays") != 2:
                wrong.append(str(answers))

    threads = [threading.Thread(target=each) for each in (connect_and_disconnect, send) * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(sends), wrong


def main(path: str, seconds: str = "4") -> int:
    module = dispatcher(path, "patched")
    sys.setswitchinterval(1e-5)
    failed = False
    for caching in (False, True):
        sends, wrong = trial(module, caching=caching, seconds=float(seconds))
        print(
            f"{'caching' if caching else 'no cache'}: {sends:,} sends, {len(wrong)} wrong",
            *wrong[:3],
            sep="\n  ",
        )
        failed = failed or bool(wrong) or not sends
    return 1 if failed else 0


if __name__ == "__main__":
    if not 2 <= len(sys.argv) <= 3:
        raise SystemExit("usage: python threads.py PATCHED [SECONDS]")
    raise SystemExit(main(*sys.argv[1:]))
