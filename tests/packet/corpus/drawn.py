"""What is drawn over a page (fields, annotations, stamps) and on its layers."""

from __future__ import annotations

import foreign


def stamp_with_a_picture_of_it() -> bytes:
    return foreign.stamped()


def layer_that_is_off_over_what_is_seen() -> bytes:
    return foreign.hidden_layer()
