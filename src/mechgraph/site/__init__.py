"""A graph as a site of plain pages: for who wants to publish it, or read it in a browser without a server.

Each drug, target, disease and class has a page with the first screen of ``explain``, a figure and the sources. What the
pages say is decided by the rooms that answer; here it is only set as HTML. Nothing is asked from elsewhere when a page
is read: no fonts, no scripts, no counters of others.
"""

from __future__ import annotations

from .write import Written, write_site

__all__ = ["Written", "write_site"]
