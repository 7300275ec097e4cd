"""办理: the processes as those see them who take their steps, a module for each errand."""

from services.portal.web.pages.work import (
    aid,
    approvals,
    care,
    children,
    classes,
    fairs,
    hub,
    looks,
    mine,
    needs,
    papers,
    shifts,
    stepping,
    ventures,
    wishes,
)

ROOMS = (
    *(hub, stepping, looks, approvals, aid, needs, shifts, fairs, classes, ventures),
    *(children, wishes, care, mine, papers),
)
