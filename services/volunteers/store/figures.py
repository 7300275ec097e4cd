"""What the state tables of volunteers say of each figure."""

from __future__ import annotations

from services.volunteers.facts import INDICATORS
from shared.tally import LEAF, act_figures

STATION = """SELECT place, home, array_remove(ARRAY[organisation, partner], NULL) AS organisations, id, hub,
    hub_kind AS code, opened_on, closed_on FROM station"""
TEAM = "SELECT place, home, ARRAY[organisation] AS organisations, id, formed_on, dissolved_on FROM away_team"
PROJECT = """SELECT place, home, ARRAY[organisation] AS organisations, published_on
    FROM project WHERE withdrawn_at IS NULL"""
RECRUITED = """SELECT place, home, ARRAY[organisation] AS organisations, recruited_on, id, source AS code
    FROM volunteer"""
WORKED = """SELECT place, home, ARRAY[organisation] AS organisations, held_on,
    sum(needed) AS needed, sum(least(needed, came)) AS filled,
    (SELECT count(*) FROM sign_up WHERE sign_up.shift = shift.id AND sign_up.state = 'absent') AS absent
    FROM shift JOIN shift_post ON shift_post.shift = shift.id,
    LATERAL (SELECT count(*) AS came FROM attendance AS each
             WHERE each.shift = shift.id AND each.post = shift_post.post AND voided_at IS NULL) AS those
    WHERE shift.state = 'completed' GROUP BY shift.id"""
STOOD = """SELECT place, home, ARRAY[organisation] AS organisations, held_on, post AS code, origin, volunteer, minutes
    FROM attendance WHERE minutes IS NOT NULL AND voided_at IS NULL"""
SERVED = """SELECT place, home, ARRAY[organisation] AS organisations, held_on, post AS code, served
    FROM shift JOIN shift_post ON shift_post.shift = shift.id WHERE state = 'completed' AND served > 0"""


LAST_DAYS = ("closed_on", "dissolved_on")


def _said(source: str, day: str, value: str, item: str = "NULL", by: str = "", where: str = "true") -> str:
    breakdown = f"'{by}=' || code" if by else "''"
    return f"""SELECT {LEAF} AS place, {day} AS day, organisations, {breakdown} AS breakdown,
        ({item})::text AS item, sum({value})::bigint AS value, {int(day in LAST_DAYS)} AS turn
        FROM ({source}) AS each WHERE {where} GROUP BY 1, 2, 3, 4, 5"""  # noqa: S608 - names of our own columns


FIGURES: dict[str, tuple[str, ...]] = {
    **act_figures(INDICATORS),
    "stations": tuple(
        _said(STATION, day, value, item="id", by=by, where=f"{day} IS NOT NULL")
        for day, value in (("opened_on", "1"), ("closed_on", "0"))
        for by in ("", "hub_kind")
    ),
    "hubs": (_said(STATION, "opened_on", "1", item="hub"),),
    "projects": (_said(PROJECT, "published_on", "1"),),
    "volunteers_recruited": (
        _said(RECRUITED, "recruited_on", "1", item="id"),
        _said(RECRUITED, "recruited_on", "1", item="id", by="source"),
    ),
    "away_teams": (
        _said(TEAM, "formed_on", "1", item="id"),
        _said(TEAM, "dissolved_on", "0", item="id", where="dissolved_on IS NOT NULL"),
    ),
    "shifts": (_said(WORKED, "held_on", "1"),),
    "posts_needed": (_said(WORKED, "held_on", "needed"),),
    "posts_filled": (_said(WORKED, "held_on", "filled"),),
    "posts_empty": (_said(WORKED, "held_on", "needed - filled"),),
    "no_shows": (_said(WORKED, "held_on", "absent"),),
    "attendances": (_said(STOOD, "held_on", "1"), _said(STOOD, "held_on", "1", by="post")),
    "service_minutes": (_said(STOOD, "held_on", "minutes"), _said(STOOD, "held_on", "minutes", by="post")),
    "makeup_minutes": (_said(STOOD, "held_on", "minutes", where="origin = 'made_up'"),),
    "volunteers_on_duty": (_said(STOOD, "held_on", "1", item="volunteer"),),
    "passengers_served": (_said(SERVED, "held_on", "served"), _said(SERVED, "held_on", "served", by="post")),
}
