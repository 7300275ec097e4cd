"""人员与审计: who has an account, who is invited, who may do what, and what was done."""

from services.portal.web.pages.people import audit, invitations, joining, positions, staff, tokens

ROOMS = (staff, invitations, tokens, positions, audit, joining)
