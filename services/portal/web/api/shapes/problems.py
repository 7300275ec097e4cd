"""What went wrong, as it is told."""

from __future__ import annotations

from services.portal.web.api.shapes.parts import Open, rows, whole, word


class RefusalShown(Open):
    """违反的一条规则"""

    rule = word()
    field = word()
    message = word()


class Problem(Open):
    """没有办成的原因(RFC 9457)"""

    type = word()
    title = word()
    status = whole()
    detail = word()
    refusals = rows(RefusalShown)
