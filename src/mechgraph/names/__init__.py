"""Names as people write them: how two spellings are compared.

It knows no entity and no graph; what a name means is asked of a store.
"""

from .folding import fold

__all__ = ["fold"]
