//! Positions: bytes inside, UTF-8, UTF-16 or UTF-32 only at the border.
