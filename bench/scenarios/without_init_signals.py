"""Model.__init__() as Django would have it if nobody had ever sent pre_init and post_init."""

from __future__ import annotations

import inspect
import re
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db.models import base

from bench.scenarios.scenario import Absent

SEND = re.compile(r"^ +(pre|post)_init\.send\(.*\)\n", re.MULTILINE)


@contextmanager
def without_init_signals(model: type[base.Model]) -> Iterator[None]:
    """Inside the block, the model's instances are made by this Django's own code less the two sends.

    Raises Absent where that code is not what is known from Django 3.2 to 6.1.
    """
    model.__init__ = _silent_init()  # type: ignore[method-assign]  # for the time of the block
    try:
        yield
    finally:
        del model.__init__


def _silent_init() -> Callable[..., None]:
    """Compiled from the source of Model.__init__(); outside of a class, super() needs its arguments."""
    source, sends = SEND.subn("", textwrap.dedent(inspect.getsource(base.Model.__init__)))
    source, supers = re.subn(r"super\(\)", "super(Model, self)", source)
    if (sends, supers) != (2, 1):
        raise Absent("the sends in this Django's Model.__init__() are not where they are known to be")
    namespace = dict(vars(base))
    exec(source, namespace)
    made: Callable[..., None] = namespace["__init__"]
    return made
