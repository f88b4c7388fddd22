"""The project's Celery app: `celery -A bench_project worker` runs its tasks.

SIGNALBENCH_BROKER is the URL of the broker, such as redis://localhost or amqp://localhost. Without it, tasks
are queued in this process's memory.
"""

from __future__ import annotations

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench_project.settings")

SECONDS = 2
"""A broker that does not answer within that time is taken for gone."""

app = Celery(
    "bench_project",
    broker=os.environ.get("SIGNALBENCH_BROKER", "memory://"),
    include=["bench_project.accounts.celery_tasks"],
)
app.conf.update(
    broker_connection_timeout=SECONDS,
    broker_transport_options={"socket_connect_timeout": SECONDS, "socket_timeout": SECONDS},
    task_default_queue="signalbench",
    task_publish_retry=False,
    worker_hijack_root_logger=False,
)
