"""Reporting's doors: one method, one transaction."""

from services.reporting.service.doors import Reporting

__all__ = ["Reporting"]
