"""Truth tables: one row, one rule, the expected value written by hand from what the rule says."""
