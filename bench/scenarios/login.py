"""How many signals does a login send?

As many as "listening to all" has receiver calls: a receiver is connected there to Django's signals.
Sessions are kept in the database, and update_last_login, which Django itself connects, saves the user. The
test client stores a session of its own beforehand. It checks a password, too, which is hashed fast here.
Session keys come from a generator with a seed, or nothing could be counted: the system's takes longer.
"""

from __future__ import annotations

from django.contrib.auth.signals import user_logged_in, user_login_failed

from bench.scenarios import visitors
from bench.scenarios.built_in_signals import BUILT_IN
from bench.scenarios.listening import Signals, listening
from bench.scenarios.receiver_kinds import connected, function
from bench.scenarios.scenario import Operations, Prepared, Scenario

scenario = Scenario(__name__, __doc__, "login", 0, visitors.LOGIN, database=True, group="requests")
ALL = BUILT_IN.values()


@scenario.variant("login()")
@scenario.variant("1 more receiver", more=1, calls=1)
@scenario.variant("10 more receivers", more=10, calls=10)
@scenario.variant("listening to all", heard=ALL, calls=11)
@scenario.variant("without update_last_login", site=visitors.no_last_login, queries=visitors.NO_LAST_LOGIN)
def login(more: int = 0, heard: Signals = (), site: visitors.Site = visitors.keys_in_order) -> Operations:
    receivers = [function() for _ in range(more)]
    with site(), connected(user_logged_in, *receivers), listening(heard, [None]):
        yield Prepared(visitors.log_in, visitors.visit)


@scenario.variant("test client", **visitors.CLIENT)
@scenario.variant("test client, listening to all", **visitors.CLIENT_HEARD, heard=ALL)
def login_of_test_client(heard: Signals = ()) -> Operations:
    with visitors.registered(), listening(heard, [None]):
        yield Prepared(visitors.log_in_by_password, visitors.test_client)


@scenario.variant("wrong password", **visitors.FAILED)
@scenario.variant("wrong password, 10 receivers", **visitors.FAILED, more=10, calls=10)
def failed_login(more: int = 0) -> Operations:
    with visitors.registered(), connected(user_login_failed, *[function() for _ in range(more)]):
        yield visitors.log_in_by_wrong_password
