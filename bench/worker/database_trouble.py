"""What is wrong with a database, from the driver's exception: what it does not do, then the way out.

The text goes on from "the database". It is one line and never holds the password.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

REASONS = (
    (
        r"password authentication failed|no password supplied|Access denied for user .*\(using password"
        r"|\b1045\b|SCRAM",
        "refuses the password of {user}. Put the right one into the URL, or into PGPASSWORD for PostgreSQL",
    ),
    (
        r"permission denied to create database|\b1044\b|command denied",
        "does not let {user} create databases. Allow it (PostgreSQL: ALTER ROLE … CREATEDB; MySQL: GRANT ALL "
        "ON `signalbench\\_%`.*), or name another user",
    ),
    (
        r"already exists|\b1007\b",
        "holds {name} already, which this run has not made. Start again: names are drawn anew",
    ),
    (r"role .* does not exist", "knows no user {user}. Name another one in the URL"),
    (
        r"database .* does not exist|Unknown database|\b1049\b",
        "has none of that name: {text}. Name another one in the URL",
    ),
    (r"no pg_hba.conf entry", "does not let this machine in: {text}"),
    (
        r"refused|could not translate|not known|No such file|timeout|timed out|unreachable|No route"
        r"|Can't connect|\b200[235]\b",
        "cannot be reached: {text}. Start its server, or correct the URL",
    ),
)
"""What to look for in the driver's text, and what to make of it; the first that fits. MySQL gives numbers."""


def explain(error: Exception, settings: Mapping[str, object]) -> str:
    """The trouble. settings: the entry of Django's DATABASES; its PASSWORD is hidden wherever it occurs."""
    said = " ".join(str(error).split()) or type(error).__name__
    text = _shortened(_hidden(said, str(settings.get("PASSWORD") or "")))
    user = _hidden(str(settings.get("USER") or "the user"), "")
    for pattern, reason in REASONS:
        if re.search(pattern, said, re.IGNORECASE):
            return reason.format(user=user, name=settings.get("NAME"), text=text)
    return f"cannot be used: {text}"


def _hidden(text: str, password: str) -> str:
    return text.replace(password, "***") if password else text


def _shortened(text: str) -> str:
    """Without what libpq puts before each of its attempts, and the question that it ends with."""
    text = re.sub(r"^connection failed: ", "", text)
    text = re.sub(r"\s*Is the server running .*$", "", text)
    text = re.sub(r"Multiple connection attempts failed.*?- host", "host", text)
    return text[:200].rstrip(" .")
