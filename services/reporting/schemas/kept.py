"""What the door of closed periods accepts."""

from __future__ import annotations

from shared.forms import Form, text


class KeepPeriod(Form):
    """封存: a month or a season whose season has closed."""

    period = text(7, required=True, metadata={"label": "统计期"})
