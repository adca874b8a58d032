"""Receipts: what an answer was made from, so that it can be cited, made again, and found changed.

A receipt names the graph by its digest, the code by its version, the call with its arguments, the query, and each claim
of the answer with a hash of what it says and of its evidence. It holds no copy of the graph: what it can tell later is
whether the answer is the same, and which of the claims that bore on it differ. It says nothing of who asked, or when.
"""

from __future__ import annotations

from .calls import CALLS, answered, receipt_of
from .figures import stamp, stamped
from .receipt import FORMAT, GraphVersion, HeldClaim, Receipt, read_receipt
from .verify import Reason, Verified, verify

__all__ = [
    "CALLS",
    "FORMAT",
    "GraphVersion",
    "HeldClaim",
    "Reason",
    "Receipt",
    "Verified",
    "answered",
    "read_receipt",
    "receipt_of",
    "stamp",
    "stamped",
    "verify",
]
