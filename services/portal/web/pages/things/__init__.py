"""The pages of things, drawn from their declarations: lists, forms, what each one says and has said."""

from services.portal.web.pages.things import exporting, listing, recording, showing, stepping, views
from services.portal.web.pages.things.room import blueprint

__all__ = ["blueprint", "exporting", "listing", "recording", "showing", "stepping", "views"]
