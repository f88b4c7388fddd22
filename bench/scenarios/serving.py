"""Requests as a server makes them, through Django's handlers and without a network, for request.py."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from wsgiref.util import setup_testing_defaults

from django.core.handlers.asgi import ASGIHandler
from django.core.handlers.wsgi import WSGIHandler
from django.test import AsyncRequestFactory, RequestFactory

from bench.scenarios.scenario import AnyOperation, Asynchronous
from bench_project.shop import views

Serve = Callable[[str], AnyOperation]


class WrongStatus(Exception):
    """The view was not found, or it failed, or it did not fail as it should have."""


def called_by_both(more: int = 0, **_: object) -> int:
    """The receiver calls of a request: each receiver is connected to both its signals."""
    return 2 * more


def served(handler: str, status: int = 200) -> AnyOperation:
    """One request for a tiny view that answers, or that raises an exception if the status is 500.

    handler: "WSGI", where the view is synchronous, or "ASGI", where it is asynchronous.
    """
    path = "/failure" if status == 500 else "/hello"
    return _wsgi(f"{path}/", status) if handler == "WSGI" else _asgi(f"{path}-async/", status)


def view_alone(handler: str) -> AnyOperation:
    """The view that answers, called as a function: no handler, no middleware, no signal."""
    if handler == "WSGI":
        request = RequestFactory().get("/hello/")
        return lambda: views.greet(request)
    asynchronous_request = AsyncRequestFactory().get("/hello-async/")
    return Asynchronous(lambda: views.greet_async(asynchronous_request))


@contextmanager
def failing(handler: str) -> Iterator[AnyOperation]:
    """One request for a view that fails. Django's record of that is kept from being written anywhere."""
    logger, null = logging.getLogger("django.request"), logging.NullHandler()
    logger.addHandler(null)
    try:
        yield served(handler, status=500)
    finally:
        logger.removeHandler(null)


def _wsgi(path: str, status: int) -> AnyOperation:
    handler: Any = WSGIHandler()
    environ: dict[str, Any] = {"PATH_INFO": path}
    setup_testing_defaults(environ)

    def start_response(line: str, headers: list[tuple[str, str]]) -> None:
        _check(int(line.split()[0]), status)

    def serve() -> None:
        response = handler(environ.copy(), start_response)
        b"".join(response)
        response.close()  # sends request_finished

    return serve


def _asgi(path: str, status: int) -> AnyOperation:
    handler: Any = ASGIHandler()
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "GET",
        "path": path,
        "query_string": b"",
        "headers": [(b"host", b"127.0.0.1")],
    }

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            _check(message["status"], status)

    async def serve() -> None:
        to_come = [{"type": "http.request", "body": b"", "more_body": False}]

        async def receive() -> dict[str, Any]:
            if not to_come:  # the client stays: Django waits here for it to leave, and gives up
                await asyncio.get_running_loop().create_future()
            return to_come.pop()

        await handler(scope.copy(), receive, send)

    return Asynchronous(serve)


def _check(status: int, wanted: int) -> None:
    if status != wanted:
        raise WrongStatus(f"the view answers with the status {status}, not {wanted}")
