"""A service's event log: its outbox, the audit of what it told the world, and the source of every rebuild."""

from shared.eventlog.behind import Behind, corrections_behind, facts_behind, facts_beyond, order_of
from shared.eventlog.epochs import begin_epoch, begin_epoch_if_moved, source
from shared.eventlog.reading import Told, facts_after, head, head_body, told_after, told_at
from shared.eventlog.tables import epoch, event_log, metadata, relay
from shared.eventlog.telling import FactUnknown, reverse, tell, tell_many, telling, told_in, told_once, untravellable
from shared.eventlog.waiting import Waiting, waiting

__all__ = [
    "Behind",
    "FactUnknown",
    "Told",
    "Waiting",
    "begin_epoch",
    "begin_epoch_if_moved",
    "corrections_behind",
    "epoch",
    "event_log",
    "facts_after",
    "facts_behind",
    "facts_beyond",
    "head",
    "head_body",
    "metadata",
    "order_of",
    "relay",
    "reverse",
    "source",
    "tell",
    "tell_many",
    "telling",
    "told_after",
    "told_at",
    "told_in",
    "told_once",
    "untravellable",
    "waiting",
]
