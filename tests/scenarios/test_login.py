"""Which signals a login sends: the oracle of login holds only how many."""

from __future__ import annotations

from collections import Counter

import pytest
from django.db.models.signals import post_save, pre_save

from bench.scenarios import visitors
from bench.scenarios.receiver_kinds import connected


@pytest.mark.django_db(transaction=True)
def test_the_test_client_saves_its_session_three_times_and_the_user_once() -> None:
    saves: Counter[str] = Counter()

    def note(sender: type, **kwargs: object) -> None:
        saves[sender.__name__] += 1

    with visitors.registered(), connected(pre_save, note), connected(post_save, note):
        saves.clear()
        visitors.log_in_by_password(visitors.test_client())
    assert saves == {"Session": 6, "User": 2}
