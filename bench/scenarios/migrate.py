"""How many signals does a migrate send that has nothing to do?

pre_migrate and post_migrate once for every app, and class_prepared for every model that is rendered: those of
the project, which are there already, are rendered anew. The receivers that Django itself connects look for
missing content types and permissions after every migrate. All is done on SQLite in memory,
with only those apps whose models do not depend on which packages are installed.
"""

from __future__ import annotations

from django.db.models.signals import class_prepared, post_migrate, pre_migrate

from bench.scenarios import migrated_database as database
from bench.scenarios.migrated_database import Operation, emit, migrate
from bench.scenarios.receiver_kinds import connected, function
from bench.scenarios.scenario import Operations, Scenario
from bench.scenarios.silence import nobody_listening

scenario = Scenario(
    __name__, __doc__, "migrate", database.calls, database.statements, database.in_memory(), group="requests"
)


@scenario.variant("migrate", run=migrate)
@scenario.variant("1 class_prepared receiver", run=migrate, preparing=1)
@scenario.variant("signals alone", run=emit)
@scenario.variant("signals alone, 10 more receivers", run=emit, more=10, reference="signals alone")
def with_receivers(run: Operation, preparing: int = 0, more: int = 0) -> Operations:
    for_models = [function() for _ in range(preparing)]
    for_apps = [function() for _ in range(more)]
    heard = connected(class_prepared, *for_models)
    with database.migrated(), heard, connected(pre_migrate, *for_apps), connected(post_migrate, *for_apps):
        yield run


@scenario.variant("no pre_migrate or post_migrate receiver", run=migrate, heard=False)
@scenario.variant("signals alone, no receiver", run=emit, heard=False, reference="signals alone")
def without_receivers(run: Operation, heard: bool) -> Operations:
    with database.migrated(), nobody_listening(pre_migrate, post_migrate):
        yield run
