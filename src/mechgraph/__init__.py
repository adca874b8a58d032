"""mechgraph: a knowledge graph of how drugs work."""

__version__ = "0.1.0"
