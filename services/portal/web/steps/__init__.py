"""Every step of a process that pages offer, by the name of the door that takes it."""

from services.portal.web.steps import children, jobs, outreach, volunteers
from services.portal.web.steps.step import Step, Steps

STEPS: Steps = {**outreach.STEPS, **jobs.STEPS, **volunteers.STEPS, **children.STEPS}

__all__ = ["STEPS", "Step", "Steps"]
