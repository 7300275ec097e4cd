"""Reporting: what the services told, counted once and shown at every level."""
