"""What keeps a project's databases and log files as they were while it is started.

What an application's ready() writes goes through, so that it works as ever, and is never committed.
"""

from __future__ import annotations

import os
from typing import List


class Untouched:
    """Call prepare() when the settings are there and before applications load, tidy() at the end."""

    def __init__(self) -> None:
        self._missing: List[str] = []

    def prepare(self) -> None:
        """From here on no connection commits by itself, and LOGGING opens no file."""
        from django.conf import settings

        settings.LOGGING_CONFIG = None
        for database in settings.DATABASES.values():
            database["AUTOCOMMIT"] = False
            name = str(database.get("NAME") or "")
            if "lite" in database.get("ENGINE", "") and not os.path.exists(name):
                self._missing.append(name)

    def tidy(self) -> None:
        """Drop the connections with what they have not committed, and the files that connecting created."""
        from django.db import connections

        connections.close_all()
        for name in self._missing:
            if os.path.isfile(name) and not os.path.getsize(name):
                os.remove(name)
