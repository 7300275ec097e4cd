"""Outreach, room by room."""
