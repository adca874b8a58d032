"""Published numbers, recomputed: each module reads a data folder and returns one plain dictionary."""
