"""What the door that passes needs on accepts."""

from __future__ import annotations

from shared.forms import Form, key


class PassOnNeed(Form):
    """走访诉求转出"""

    visit = key(required=True, metadata={"label": "走访编号"})
