"""Template tags of the page furniture; load ``furniture`` (and ``pictures`` for SVG)."""
