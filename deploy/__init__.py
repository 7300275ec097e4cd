"""Bringing the system up: servers, databases, processes and the operator's command."""
