"""The browser of the server's tests, for the pages of a site."""

from tests.server.browsing import browser

__all__ = ["browser"]
