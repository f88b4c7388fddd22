"""What the traced project runs in tests: sends of every kind, checked on the spot.

Runs in the project's interpreter, traced and untraced alike; a failed assertion is exit code 1.
"""
# ruff: noqa: E402  Django has to be set up before models are imported

import asyncio
import gc
import logging
import os
import threading
import weakref

os.environ["DJANGO_SETTINGS_MODULE"] = "site_settings"
import django

django.setup()

from django.core.management import call_command
from django.db.models.signals import post_save
from django.dispatch import Signal
from orders.models import LogLine, Order

AWAITS = django.VERSION >= (5, 0)
logging.getLogger("django.dispatch").setLevel(logging.CRITICAL)
paid = Signal()
cached = Signal(use_caching=True)
untouched = {name: vars(Signal)[name] for name in ("connect", "disconnect", "has_listeners")}


class Sender:
    pass


def first(signal, sender, **named):
    return "first"


def second(signal, sender, **named):
    return named


def failing(signal, sender, **named):
    raise ValueError("no")


class Ledger:
    def note(self, **named):
        return self


def responses_are_of_the_receivers_themselves():
    ledger = Ledger()
    for signal in (paid, cached):
        signal.connect(first, sender=Sender, dispatch_uid="one")
        signal.connect(ledger.note, sender=Sender)
        signal.connect(second)
        assert signal.has_listeners(Sender)
        before = list(signal.receivers)
        assert signal.send(Sender, amount=3) == [
            (first, "first"),
            (ledger.note, ledger),
            (second, {"amount": 3}),
        ]
        assert signal.send(Sender())[0][0] is second
        assert signal.receivers == before
        assert signal.disconnect(sender=Sender, dispatch_uid="one")
        assert not signal.disconnect(sender=Sender, dispatch_uid="one")
        assert signal.disconnect(second)
    reference = weakref.ref(ledger)
    del ledger
    gc.collect()
    assert reference() is None
    assert paid.send(Sender) == cached.send(Sender) == []


def exceptions_pass_through():
    paid.connect(failing)
    paid.connect(first)
    try:
        paid.send(Sender)
    except ValueError as error:
        caught = error  # which keeps its traceback and the frames in it
    cached.connect(second)
    assert cached.send(Sender) == [(second, {})]
    (_, error), (receiver, response) = paid.send_robust(Sender)
    assert type(error) is ValueError
    assert (receiver, response) == (first, "first")
    assert str(caught) == "no"
    paid.disconnect(failing)
    paid.disconnect(first)
    cached.disconnect(second)


def saves_are_nested():
    call_command("migrate", verbosity=0, run_syncdb=True)
    order = Order.objects.create(number="1")  # a receiver writes a LogLine, whose receiver counts them
    assert LogLine.objects.count() == 1
    order.delete()
    Order.objects.bulk_create([Order(number="2"), Order(number="3")])
    assert Order.objects.update(number="4") == 2


def threads_keep_apart():
    cached.connect(first)
    threads = [threading.Thread(target=lambda: [cached.send(Sender) for _ in range(50)]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    cached.disconnect(first)


async def awaiting(signal, sender, **named):
    from asgiref.sync import sync_to_async

    await asyncio.sleep(0)
    return await sync_to_async(LogLine.objects.count)()


async def awaiting_and_failing(signal, sender, **named):
    await asyncio.sleep(0)
    raise ValueError("later")


def asynchronous_receivers_are_awaited():
    for receiver in (awaiting, first):
        paid.connect(receiver)
    assert paid.send(Sender) == [(first, "first"), (awaiting, 1)]
    assert asyncio.run(paid.asend(Sender)) == [(first, "first"), (awaiting, 1)]
    paid.connect(awaiting_and_failing)
    for responses in (paid.send_robust(Sender), asyncio.run(paid.asend_robust(Sender))):
        assert [receiver for receiver, _ in responses] == [first, awaiting, awaiting_and_failing]
        assert str(responses[2][1]) == "later"


responses_are_of_the_receivers_themselves()
exceptions_pass_through()
saves_are_nested()
threads_keep_apart()
if AWAITS:
    asynchronous_receivers_are_awaited()
assert untouched == {name: vars(Signal)[name] for name in untouched}
assert post_save.has_listeners(Order)
print("all as ever")
