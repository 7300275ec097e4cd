"""Which services there are; the order is that in which they are set up."""

ACTION_SERVICES = ("outreach", "jobs", "volunteers", "children")
SERVICES = ("portal", *ACTION_SERVICES, "reporting")
SOURCES = (*ACTION_SERVICES, "reporting")
"""Whose facts are counted: reporting tells of the returns."""
