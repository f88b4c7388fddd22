"""What keeps a project's databases and log files as they were while it is started."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import Iterator


@contextmanager
def untouched() -> Iterator[None]:
    """Enter when the settings are there and before applications load.

    Within, no connection commits by itself, and LOGGING opens no file. What an application's ready() writes
    goes through, so that it works as ever, and is dropped at the end with its connection, as is an empty
    SQLite file that connecting has created.
    """
    from django.conf import settings
    from django.db import connections

    missing = []
    settings.LOGGING_CONFIG = None
    for database in settings.DATABASES.values():
        database["AUTOCOMMIT"] = False
        name = str(database.get("NAME") or "")
        if "lite" in database.get("ENGINE", "") and not os.path.exists(name):
            missing.append(name)
    try:
        yield
    finally:
        connections.close_all()
        for name in missing:
            if os.path.isfile(name) and not os.path.getsize(name):
                os.remove(name)
