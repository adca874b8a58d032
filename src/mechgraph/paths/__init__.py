"""Path search over a graph of claims: index, k best paths, metapaths, degree-weighted counts, ranking."""
