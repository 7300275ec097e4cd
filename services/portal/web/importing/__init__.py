"""Sheets handed in at the desk: read, rehearsed by their service, shown with what is wrong, and recorded."""
