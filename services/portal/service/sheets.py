"""The door of other systems' sheets: keys of ours that stand for their numbers."""

from __future__ import annotations

import hashlib
import hmac
from uuid import UUID

from shared.acts import MOST_ROWS, TooManyRows
from shared.desk import Desk
from shared.identity import Role
from shared.worker import Doors, read

SECRET = "sheets.key"  # noqa: S105 - the name of a file


class SheetKeyDoors(Doors):
    """Keys for the numbers that another system knows households, volunteers and its own rows by."""

    @read(Role.RECORDER, Role.APPROVER, Role.OFFICER)
    def keys_of_numbers(self, _desk: Desk, kind: str, system: str, numbers: list[str]) -> list[UUID]:
        """Give our key for each number, the same every time.

        They are made with a secret of the site: who knows a number cannot work out the key, so that a household or a
        volunteer is not found again by trying numbers.
        """
        if len(numbers) > MOST_ROWS:
            raise TooManyRows("numbers", most=MOST_ROWS, given=len(numbers))
        secret = self.transactions.settings.secret(SECRET).encode()
        said = (f"{kind}|{system}|{each}".encode() for each in numbers)
        return [UUID(bytes=hmac.digest(secret, each, hashlib.sha256)[:16], version=4) for each in said]
