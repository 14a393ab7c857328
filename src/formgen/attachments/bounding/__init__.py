"""What drawing a page may cost: every stream that a page draws with is decoded within limits."""
