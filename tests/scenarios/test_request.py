"""What a request leaves as it was."""

from __future__ import annotations

import pytest
from django.db import connection

from bench.scenarios.scenario import ready
from bench.scenarios.serving import served


@pytest.mark.django_db(transaction=True)
def test_the_connection_survives_the_request(monkeypatch: pytest.MonkeyPatch) -> None:
    closed: list[str] = []
    connection.ensure_connection()
    monkeypatch.setattr(connection, "close", lambda: closed.append("closed"))
    ready(served("WSGI"))()
    assert closed == []
