"""What jobs keeps: postings, job fairs, training from the menu to the certificate, and what ventures are helped by."""

from services.jobs.model.announcements import Announcement
from services.jobs.model.classes import ClassState, TrainingClass
from services.jobs.model.courses import Course
from services.jobs.model.enrolments import Enrolment, EnrolmentState
from services.jobs.model.fair_counts import FairCount
from services.jobs.model.fairs import Booth, EmployerNotInvited, Fair, FairState, Offer, window_of
from services.jobs.model.lessons import Lesson, LessonState
from services.jobs.model.postings import Posting
from services.jobs.model.referrals import Referral, ReferralState
from services.jobs.model.table import Table
from services.jobs.model.ventures import Loan, LoanStep
from shared import acts, answered, eventlog, frame, vault

TABLES = (Table.metadata, acts.metadata, answered.metadata, eventlog.metadata, frame.metadata, vault.metadata)

__all__ = [
    "TABLES",
    "Announcement",
    "Booth",
    "ClassState",
    "Course",
    "EmployerNotInvited",
    "Enrolment",
    "EnrolmentState",
    "Fair",
    "FairCount",
    "FairState",
    "Lesson",
    "LessonState",
    "Loan",
    "LoanStep",
    "Offer",
    "Posting",
    "Referral",
    "ReferralState",
    "Table",
    "TrainingClass",
    "window_of",
]
