"""What jobs keeps: postings until they close, and job fairs until their hires are confirmed."""

from services.jobs.model.fairs import Booth, EmployerNotInvited, Fair, FairState, Offer, window_of
from services.jobs.model.postings import Posting
from services.jobs.model.table import Table
from shared import acts, answered, eventlog, frame

TABLES = (Table.metadata, acts.metadata, answered.metadata, eventlog.metadata, frame.metadata)

__all__ = ["TABLES", "Booth", "EmployerNotInvited", "Fair", "FairState", "Offer", "Posting", "Table", "window_of"]
