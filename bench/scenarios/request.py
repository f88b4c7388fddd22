"""What do request_started and request_finished cost?

A request for a tiny view goes through Django's handler and its response is closed. There is no network, no
middleware and no query, though close_old_connections looks at the database's connection. The extra receivers
are connected to both signals and do nothing. Django itself connects two to the first and three to the second,
which "no receivers" takes away. An ASGI handler has the receivers of request_finished called in a thread.
"""

from __future__ import annotations

from django.core.signals import got_request_exception, request_finished, request_started

from bench.scenarios.receiver_kinds import Maker, connected, coroutine_function, function
from bench.scenarios.scenario import Operations, Scenario
from bench.scenarios.serving import Serve, called_by_both, failing, served, view_alone
from bench.scenarios.silence import nobody_listening

scenario = Scenario(__name__, __doc__, "request", called_by_both, database=True, group="requests")
scenario.axis("handler", "WSGI", "ASGI")


@scenario.variant("built-in receivers")
@scenario.variant("1 more receiver", more=1)
@scenario.variant("10 more receivers", more=10)
@scenario.variant("1 more, async", more=1, make=coroutine_function, since=(5, 0))
@scenario.variant("10 more, async", more=10, make=coroutine_function, since=(5, 0))
@scenario.variant("view alone", serve=view_alone)
def request(handler: str, more: int = 0, make: Maker = function, serve: Serve = served) -> Operations:
    receivers = [make() for _ in range(more)]
    with connected(request_started, *receivers), connected(request_finished, *receivers):
        yield serve(handler)


@scenario.variant("no receivers")
def without_receivers(handler: str) -> Operations:
    with nobody_listening(request_started, request_finished):
        yield served(handler)


@scenario.variant("failing view")
@scenario.variant("failing view, 10 receivers", reference="failing view", receivers=10, calls=10)
def failing_view(handler: str, receivers: int = 0) -> Operations:
    functions = [function() for _ in range(receivers)]
    with connected(got_request_exception, *functions), failing(handler) as operation:
        yield operation
