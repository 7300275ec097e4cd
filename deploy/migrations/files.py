"""Frozen steps of files, as those in deploy.migrations.mechanism: what a step did once it does for ever."""

from deploy.migrations.mechanism import Operations, grant, revoke


def create_files(op: Operations) -> None:
    """Make the tables of files, their pieces, and how far a look has read; the reader sees none of them."""
    op.execute(_TABLES)
    for table, rights in _RIGHTS.items():
        revoke(op, "app", "ALL", table)
        revoke(op, "reader", "ALL", table)
        for right in rights:
            grant(op, "app", right, table)
    op.execute(_POLICIES)
    op.execute(_GUARD)


_CLOSED = "type, digest, finished_at, withdrawn_at, withdrawn_by, withdrawn_reason"

_RIGHTS = {
    "file": ("SELECT, INSERT, DELETE", f"UPDATE ({_CLOSED})"),
    "file_piece": ("SELECT, INSERT, DELETE",),
    "file_reading": ("SELECT, INSERT, DELETE", "UPDATE (next)"),
}

# What is sealed or packed already cannot be compressed: pieces lie outside their rows as they are.
_TABLES = """
    CREATE TABLE file (
        id uuid PRIMARY KEY,
        kind text NOT NULL,
        thing uuid NOT NULL,
        number smallint NOT NULL,
        place char(12) NOT NULL,
        home char(12) NOT NULL,
        organisation uuid NOT NULL,
        sealed boolean NOT NULL,
        name text NOT NULL,
        size integer NOT NULL CONSTRAINT file_is_of_a_size CHECK (size BETWEEN 1 AND 10485760),
        begun_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        begun_by uuid NOT NULL,
        begun_for uuid,
        type text,
        digest bytea,
        finished_at timestamptz,
        withdrawn_at timestamptz,
        withdrawn_by uuid,
        withdrawn_reason text,
        CONSTRAINT finished_file_is_known CHECK ((finished_at IS NULL) = (type IS NULL OR digest IS NULL))
    );
    CREATE UNIQUE INDEX file_of_a_thing ON file (kind, thing, number);
    CREATE INDEX file_unfinished ON file (begun_at) WHERE finished_at IS NULL;
    CREATE TABLE file_piece (
        file uuid REFERENCES file,
        number smallint,
        content bytea NOT NULL,
        PRIMARY KEY (file, number)
    );
    ALTER TABLE file_piece ALTER content SET STORAGE EXTERNAL;
    CREATE TABLE file_reading (
        look uuid PRIMARY KEY,
        file uuid NOT NULL REFERENCES file,
        next smallint NOT NULL
    )
"""

# A file lies where its thing does; whatever else is known of it lies where the file does.
_POLICIES = """
    ALTER TABLE file ENABLE ROW LEVEL SECURITY;
    ALTER TABLE file FORCE ROW LEVEL SECURITY;
    CREATE POLICY in_scope ON file USING (in_scope(CASE WHEN place LIKE '51%' THEN place ELSE home END));
    ALTER TABLE file_piece ENABLE ROW LEVEL SECURITY;
    ALTER TABLE file_piece FORCE ROW LEVEL SECURITY;
    CREATE POLICY of_its_file ON file_piece
        USING (EXISTS (SELECT FROM file WHERE file.id = file_piece.file));
    ALTER TABLE file_reading ENABLE ROW LEVEL SECURITY;
    ALTER TABLE file_reading FORCE ROW LEVEL SECURITY;
    CREATE POLICY of_its_file ON file_reading
        USING (EXISTS (SELECT FROM file WHERE file.id = file_reading.file))
"""

# That a file was there stays: only what never came whole is deleted. refuse_rewriting came with the event log.
_GUARD = """
    CREATE TRIGGER never_deleted BEFORE DELETE ON file FOR EACH ROW
        WHEN (OLD.finished_at IS NOT NULL) EXECUTE FUNCTION refuse_rewriting();
    CREATE TRIGGER never_emptied BEFORE TRUNCATE ON file FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();
    CREATE TRIGGER closed_once BEFORE UPDATE ON file FOR EACH ROW
        WHEN (OLD.withdrawn_at IS NOT NULL OR (OLD.finished_at IS NOT NULL
            AND (OLD.type, OLD.digest, OLD.finished_at) IS DISTINCT FROM (NEW.type, NEW.digest, NEW.finished_at)))
        EXECUTE FUNCTION refuse_rewriting()
"""
