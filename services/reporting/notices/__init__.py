"""提醒: sends what was drawn up, by mail and by robots, once for each recipient and day."""

from services.reporting.notices.sender import Sender

__all__ = ["Sender"]
