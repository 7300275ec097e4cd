"""The departments that help young people's businesses along."""

from __future__ import annotations

from shared.facts import Code


class Department(Code):
    """部门"""

    LEAGUE = "league", "共青团"
    LABOUR = "labour", "人社"
    AGRICULTURE = "agriculture", "农业农村"
    COMMERCE = "commerce", "商务"
    REVIVAL = "revival", "乡村振兴"
    INDUSTRY = "industry", "经信"
    FINANCE = "finance", "财政金融"
    TAX = "tax", "税务"
    OTHER = "other", "其他"
