"""The page that shows the API's document to people."""

from __future__ import annotations

from flask import Blueprint, current_app, render_template

blueprint = Blueprint("api_pages", __name__)


@blueprint.get("/")
def about() -> str:
    """Show every resource by its kind, and the forms they take."""
    document = current_app.extensions["api_document"]
    return render_template("api/document.html", document=document)
