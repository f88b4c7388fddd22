"""What does measuring itself add?

The operation is a function that does nothing. All other times in a report include this one.
"""

from __future__ import annotations

from bench.scenarios.scenario import Operations, Scenario

scenario = Scenario(__name__, __doc__, unit="call", calls=0)


@scenario.variant("empty function")
def empty_function() -> Operations:
    yield lambda: None
