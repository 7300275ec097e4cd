"""What resources of places, organisations, seasons and tokens answer."""

from __future__ import annotations

from marshmallow import Schema

from services.portal.web.api.shapes.parts import day, going_on, id_of, instant, rows, word, words


class PlaceShown(Schema):
    """地点"""

    code = word()
    name = word()
    level = word()


class PlaceWithBelow(PlaceShown):
    """地点和它的下级"""

    parent = word(allow_none=True)
    valid_from = day()
    valid_to = day(allow_none=True)
    children = rows(PlaceShown)


class OrganisationShown(Schema):
    """组织"""

    id = id_of()
    name = word()
    tree = word()
    kind = word()
    organiser = word()
    parent = id_of(allow_none=True)
    place = word()


class OrganisationPage(Schema):
    """组织的一页"""

    items = rows(OrganisationShown)
    next = going_on()


class CampaignShown(Schema):
    """一季"""

    id = word()
    starts_on = day()
    ends_on = day()
    closes_on = day()
    months = words()
    travel_starts_on = day()
    homeward_ends_on = day()
    travel_ends_on = day()


class Campaigns(Schema):
    """各季"""

    items = rows(CampaignShown)


class TokenShown(Schema):
    """接口令牌"""

    token = id_of()
    title = word()
    organisation = id_of()
    place = word()
    roles = words()
    scope = words()
    issued_at = instant()
    expires_on = day()
    revoked_at = instant(allow_none=True)
