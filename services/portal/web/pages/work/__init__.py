"""办理: the processes as those see them who take their steps, a module for each errand."""

from services.portal.web.pages.work import (
    aid,
    approvals,
    children,
    classes,
    fairs,
    hub,
    looks,
    mine,
    papers,
    shifts,
    stepping,
    wishes,
)

ROOMS = (hub, stepping, looks, approvals, aid, shifts, fairs, classes, children, wishes, mine, papers)
