"""What stands in the way of a backup or a restore: each refused by name, before anything is touched."""


class BackupRefused(Exception):
    """A backup or a restore cannot be done; the message is one line that says why."""


class ProgramsMissing(BackupRefused):
    """PostgreSQL's own programs of the right version are not on this machine."""


class NoBackup(BackupRefused):
    """There is no base backup in the folder, or none before the instant that was asked for."""


class AnotherCluster(BackupRefused):
    """The backup, its log or its keys belong to another cluster than this site's."""


class Damaged(BackupRefused):
    """A file of the backup is missing, or is not what was written."""


class KeyHalfMissing(BackupRefused):
    """One of the two halves of the keys is not there."""


class KeyHalvesDiffer(BackupRefused):
    """The two halves of the keys do not belong together, or one is damaged."""


class KeysInUse(BackupRefused):
    """Other keys than the backup's lie where the site reads them."""


class ClusterRunning(BackupRefused):
    """A server runs on the folder into which to restore."""


class FolderInUse(BackupRefused):
    """The folder into which to write is not empty."""


class InstantNotReached(BackupRefused):
    """The log of the backup ends before the instant that was asked for."""


class StreamEnded(BackupRefused):
    """The program that streams the log ended by itself."""
