"""The pages of sheets: empty ones to take away, filled ones to hand in."""

from services.portal.web.pages.sheets import handing_in, taking
from services.portal.web.pages.sheets.room import blueprint

__all__ = ["blueprint", "handing_in", "taking"]
