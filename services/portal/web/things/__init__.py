"""The things that people work with, each declared once: pages, search and API are drawn from the declarations."""

from services.portal.web.things.catalogue import THINGS, thing_named, things_by_line
from services.portal.web.things.thing import Life, Listing, Step, Thing

__all__ = ["THINGS", "Life", "Listing", "Step", "Thing", "thing_named", "things_by_line"]
