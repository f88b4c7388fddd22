"""What a cost model foretells; a record that travels from analysis to render."""

from __future__ import annotations

from dataclasses import dataclass

from bench.model import Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """What receivers will add to a loop of save(). The intervals are for what one more measurement shows."""

    added_ns: Estimate
    """To the whole loop."""
    share: Estimate
    """Of what the loop takes without receivers."""
    loop_ns: Estimate
    """What the loop takes without receivers."""
    below_rows: int | None
    """The fewest rows that were measured, where fewer were asked for."""
    beyond_rows: int | None
    """The most rows that were measured, where more were asked for."""
    beyond_pre_save: int | None
    """The most receivers on pre_save that were measured, where more were asked for."""
    beyond_post_save: int | None
    """The same for post_save."""
    assumed: tuple[str, ...]
    """Of "rows" and "receivers", that with which growth outside of what was measured is taken to be about
    linear, where times leave that open."""
