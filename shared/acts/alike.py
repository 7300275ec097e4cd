"""When two acts look like one and the same.

Kind and place agree, their days are at most one apart, an organisation took part in both, and so do the keys that
their kind asks for, such as the household of a visit.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import text

from shared.desk import Desk
from shared.facts import Act, Derived, Key, told

MOST_WARNED = 5


def looks_alike(kind: type[Act]) -> str:
    """Say in SQL that the acts `one` and `other` look alike, and that nobody has told them apart."""
    keys = [
        slot.name for slot in told(kind) if isinstance(slot.mark, Key | Derived) and not (slot.many or slot.optional)
    ]
    fields = "".join(f" AND other.data->>'{name}' = one.data->>'{name}'" for name in keys)
    return f"""other.kind = one.kind AND other.place = one.place AND other.withdrawn_at IS NULL
        AND other.occurred_on BETWEEN one.occurred_on - 1 AND one.occurred_on + 1
        AND (other.organisation || other.joint_organisations) && (one.organisation || one.joint_organisations)
        AND NOT EXISTS (SELECT FROM act_apart AS apart
            WHERE apart.one = least(one.id, other.id) AND apart.other = greatest(one.id, other.id)){fields}"""


def alike(desk: Desk, kind: type[Act], id: UUID) -> list[str]:
    """Name the acts that one looks like, of those in the caller's scope."""
    query = f"""SELECT other.id FROM act AS one JOIN act AS other ON {looks_alike(kind)} AND other.id <> one.id
        WHERE one.id = :id ORDER BY other.id LIMIT {MOST_WARNED}"""  # noqa: S608 - names of declared fields
    return [str(each) for each in desk.session.scalars(text(query), {"id": id})]
