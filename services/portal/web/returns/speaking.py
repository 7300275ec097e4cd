"""Whose word a place's return is: those who work there, and nobody above them."""

from __future__ import annotations

from services.portal.web.asking import me
from services.portal.web.rights import may
from shared.facts import stem

PROVINCE = "510000000000"


def speaks_for(place: str, door: str) -> bool:
    """Tell whether whoever signed in may take a step with a return in the name of a place."""
    return stem(place) in me().scope and may("reporting", door)
