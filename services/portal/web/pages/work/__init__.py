"""办理: the processes as those see them who take their steps, a module for each errand."""

from services.portal.web.pages.work import aid, approvals, hub, looks, shifts, stepping

ROOMS = (hub, stepping, looks, approvals, aid, shifts)
