"""The mechanism, room by room."""
