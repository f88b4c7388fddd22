"""Waits until its standard input ends, as it does however the host ends, and then drops the databases.

    python -m bench.worker.janitor PREFIX

SIGNALBENCH_DATABASE says where; see database.py. It answers with a line when it has begun to wait. Exit code
1 and a line on standard error tell why databases were not dropped.
"""

from __future__ import annotations

import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "bench_project.settings_measured"

from django.db import Error, connection

from bench.worker.database import drop_all
from bench.worker.database_trouble import explain


def main(prefix: str) -> int:
    """The exit code."""
    vendor = connection.vendor  # loads the driver now: its files may be gone later
    print(f"{vendor}: waiting", flush=True)
    sys.stdin.buffer.read()
    try:
        drop_all(prefix)
    except Error as error:
        print(explain(error, connection.settings_dict), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
