"""What volunteers hears in a demo winter: stations, and the shifts planned for them at the season's start."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from deploy.demo.world import TRAVEL_RUSH, Step, Story, World, fresh
from services.volunteers.facts import HubKind, Post
from shared.clock import SHANGHAI

PLANNED = (date(2021, 11, 18), date(2021, 11, 20))
FIRST_SHIFT = date(2021, 12, 10)
CLOSING = (date(2022, 2, 26), date(2022, 3, 10))
BEGINNINGS = (time(8), time(12, 30), time(17))
HOURS = 4


@dataclass(frozen=True)
class Post_:
    """placeholder"""
