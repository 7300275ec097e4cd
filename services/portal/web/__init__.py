"""The portal on the desk: pages for people and an API for programs, in a process that reaches everything by RPC."""

from services.portal.web.app import create

__all__ = ["create"]
