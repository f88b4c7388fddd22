"""The smallest answers that the shop can give; what a request costs beyond them is Django's."""

from __future__ import annotations

from django.http import HttpResponse


class OutOfStock(Exception):
    """Nobody catches it: a fault of the shop, which Django answers with a server error."""


def greet(request):
    return HttpResponse("hello")


async def greet_async(request):
    return HttpResponse("hello")


def fail(request):
    raise OutOfStock


async def fail_async(request):
    raise OutOfStock
