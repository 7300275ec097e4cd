"""The JSON API: what programs may do, by the same rules as pages, and a document that says so."""

from services.portal.web.api.document import install

__all__ = ["install"]
