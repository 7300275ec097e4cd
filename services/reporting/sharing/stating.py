"""States the table: months once they are over, seasons as they add up to, and of what still runs the province alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy.orm import Session

from services.reporting import store
from services.reporting.schemas import period_of
from services.reporting.sharing.edition import Edition
from services.reporting.sharing.links import SheetOfFigures, sheets
from services.reporting.sharing.pattern import Pattern
from services.reporting.sharing.rows import added_up, pattern_of
from services.reporting.store import Stated
from shared.facts import Distinct, Stock, Sum
from shared.frame import Frame

Month = dict[str, Stated]
"""What the table says of each figure in a month."""


def publish(session: Session, frame: Frame, period: str, day: date) -> None:
    """State a month, or the season that its months add up to, as of a day."""
    catalogue = store.live_catalogue(session)
    store.look_at_live(session)
    edition = Edition(session, frame, catalogue, period_of(period), day)
    if edition.period.is_season:
        _state_season(edition)
    else:
        _state_month(edition)


def _state_month(edition: Edition) -> None:
    over = edition.is_over(edition.period.id)
    last = _month_before(edition) if over else {}
    for sheet in sheets(edition.catalogue):
        if over:
            # Most stocks stand as they stood: one that is shown now would tell what it was when it was hidden.
            stocks = {code: last.get(code, {}) for code in sheet.codes if isinstance(edition.kind(code), Stock)}
            said = edition.settled(sheet, pattern_of(stocks), decided=edition.is_decided(sheet))
        else:
            said = {code: edition.early(sheet, code) for code in sheet.codes}
        edition.note(sheet, said, over=over)


def _month_before(edition: Edition) -> Month:
    before = period_of(f"{edition.period.since - timedelta(days=1):%Y-%m}")
    return store.stated(edition.session, before.id) if before.season == edition.period.season else {}


def _state_season(edition: Edition) -> None:
    campaign = edition.frame.campaign(edition.period.id)
    months = campaign.months if campaign else ()
    passed = [month for month in months if edition.is_over(month)]
    said = [store.stated(edition.session, month) for month in passed]
    held = {sheet for month in passed for sheet in store.sheets_held(edition.session, month)}
    for sheet in sheets(edition.catalogue):
        found = _season_of(edition, sheet, said)
        over = len(passed) == len(months) and sheet.codes[0] not in held
        # Whoever was counted late in a held month would be told by the season that counts them.
        people = _people_of(edition, sheet, said, found) if over else {}
        edition.note(sheet, None if people is None else {**found, **people}, over=over)


def _season_of(edition: Edition, sheet: SheetOfFigures, months: Sequence[Month]) -> Month:
    """State a season: sums add up what its months show, and stocks stand where the last of them left them."""
    found: Month = {}
    for code in sheet.codes:
        of_months = [each.get(code, {}) for each in months]
        if isinstance(edition.kind(code), Sum):
            found[code] = added_up(of_months)
        elif isinstance(edition.kind(code), Stock):
            found[code] = of_months[-1] if of_months else {}
        else:
            found[code] = edition.before.get(code, {}) if edition.is_decided(sheet) else edition.early(sheet, code)
    return found


def _people_of(edition: Edition, sheet: SheetOfFigures, months: Sequence[Month], season: Month) -> Month | None:
    """State who was counted in a season that is over, hidden wherever a month hides them, or what bounds them."""
    codes = tuple(code for code in sheet.codes if isinstance(edition.kind(code), Distinct))
    hidden, bounding = Pattern(), pattern_of(season)
    for month in months:
        hidden.add(pattern_of({code: month.get(code, {}) for code in codes}))
    for lesser, greater in sheet.links.bounded:
        hidden.totals[lesser] |= bounding.totals[greater]
    for lesser, greater, field in sheet.links.under_part:
        hidden.totals[lesser] |= bounding.families[greater, field]
    people = SheetOfFigures(codes, sheet.links.within(frozenset(codes)))
    return edition.settled(people, hidden, decided=edition.is_decided(sheet))
