"""Articles whose changes popular packages keep track of; each model exists where its package is installed."""

from __future__ import annotations
