"""月报: each city's month, its counties' part, and the province's 21."""

from services.portal.web.pages.returns import channels, city, county, difference, documents, overview, reminding, steps  # noqa: F401 - they open the blueprint's pages
from services.portal.web.pages.returns.room import blueprint

__all__ = ["blueprint"]
