"""Items with children, tags and proxies: what delete() and its cascades meet."""

from __future__ import annotations
