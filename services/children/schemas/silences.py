"""What the door that looks for silent children accepts."""

from __future__ import annotations

from shared.forms import Form, day


class CheckContacts(Form):
    """超期未联系核查"""

    on = day(required=True, metadata={"label": "核查日期"})
