"""Posts with authors, tags and images: what reading, saving and linking rows meets."""

from __future__ import annotations
