"""Receivers and senders of every odd kind, and each mistake that a rule knows."""

RECEIVERS = """
import functools

from django.core.signals import request_started
from django.db.models.signals import m2m_changed, post_delete, post_init, post_save, pre_save
from django.dispatch import Signal, receiver

from .models import Item, LogLine, Order

order_paid = Signal()
cached = Signal(use_caching=True)

class Shop:
    opened = Signal()

class Desk:
    def __init__(self):
        self.rung = Signal()

    def answer(self, **kwargs): ...

class Queue:
    def __call__(self, **kwargs): ...

class AsyncQueue:
    async def __call__(self, **kwargs): ...

class Slotted:
    __slots__ = ()

    def __call__(self, **kwargs): ...

class Unhashable:
    __hash__ = None

@receiver(post_delete, sender=LogLine)
def forget(sender, **kwargs): ...

@receiver(post_init)
@receiver(m2m_changed)
def anything(sender, **kwargs): ...

@receiver(post_init, sender=Item)
def remember(sender, instance, **kwargs): ...

@receiver(post_save, sender=Order)
def number(sender, instance, **kwargs):
    order = kwargs["instance"] if kwargs else instance
    instance.save()

@receiver(pre_save, sender=Order)
async def slow(sender, **kwargs): ...

@receiver(order_paid)
def twice(sender, **kwargs): ...

order_paid.connect(twice, sender=Order)

def wrapped(function):
    @functools.wraps(function)
    def inner(**kwargs): ...
    return inner

@receiver(order_paid)
@wrapped
def decorated(sender, **kwargs): ...

def dead():
    def gone(sender, **kwargs): ...
    post_save.connect(gone, sender=LogLine)

dead()

desk, queue, slotted, unhashable = Desk(), Queue(), Slotted(), Unhashable()
async_queue, partial = AsyncQueue(), functools.partial(twice, extra=1)
desk.rung.connect(desk.answer, dispatch_uid=("desk", 1))
desk.rung.connect(remember, dispatch_uid=["unhashable"])
Shop.opened.connect(queue, sender=desk)
Shop.opened.connect(slotted, weak=False, sender=Shop)
Shop.opened.connect(partial, sender=desk.answer)
Shop.opened.connect(async_queue, sender=functools)
Shop.opened.connect(print, weak=False, sender=twice)
cached.connect(twice, sender="orders of the day")
Shop.opened.connect(twice, sender=unhashable)
order_paid.connect(lambda desk=desk, **kwargs: desk, weak=False)

def keep(held):
    def kept(**kwargs): return held
    request_started.connect(kept, weak=False)

keep(desk)
post_save.connect(twice, sender="orders.Nothing")
post_save.connect(twice, sender="orders.Tag")

paid_async = Signal()
paid_async.connect(twice)

async def pay():
    await paid_async.asend(sender=Order)

class Passing: ...
Shop.opened.connect(twice, sender=Passing())
"""
