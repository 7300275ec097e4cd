"""What the door accepts that states the published table."""

from __future__ import annotations

from shared.forms import Form, day, text


class PublishForm(Form):
    """Which month or season to state anew, as of which day."""

    period = text(7, required=True)
    day = day(required=True)
