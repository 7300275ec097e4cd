"""Frozen steps of the vault, as those in deploy.migrations.mechanism: what a step did once it does for ever."""

from deploy.migrations.mechanism import Operations, grant, revoke


def create_vault(op: Operations) -> None:
    """Make the tables of sealed identities, consents, looks and the log; the reader sees none of them."""
    op.execute(_TABLES)
    for table in ("vault_subject", "vault_field", "vault_consent", "vault_look", "vault_log", "vault_log_head"):
        revoke(op, "app", "ALL", table)
        revoke(op, "reader", "ALL", table)
        for right in _RIGHTS[table]:
            grant(op, "app", right, table)
    op.execute(_POLICIES)
    op.execute(_LOG_GUARD)


_RIGHTS = {
    "vault_subject": ("SELECT, INSERT, UPDATE",),
    "vault_field": ("SELECT, INSERT, DELETE",),
    "vault_consent": ("SELECT, INSERT", "UPDATE (withdrawn_on, withdrawn_by)"),
    "vault_look": ("SELECT, INSERT", "UPDATE (used_at)"),
    "vault_log": ("SELECT, INSERT",),
    "vault_log_head": ("SELECT", "UPDATE (number, digest)"),
}

_TABLES = """
    CREATE TABLE vault_subject (
        id uuid PRIMARY KEY,
        kind text NOT NULL,
        place char(12) NOT NULL,
        home char(12) NOT NULL,
        organisation uuid NOT NULL,
        revision integer NOT NULL CHECK (revision > 0),
        data_key bytea,
        kept_at timestamptz NOT NULL,
        retain_until date NOT NULL,
        shredded_at timestamptz,
        shredded_because text,
        CONSTRAINT shredded_has_no_key CHECK ((data_key IS NULL) = (shredded_at IS NOT NULL))
    );
    CREATE INDEX vault_subject_overdue ON vault_subject (retain_until) WHERE data_key IS NOT NULL;
    CREATE TABLE vault_field (
        subject uuid REFERENCES vault_subject,
        field text,
        sealed bytea NOT NULL,
        blind bytea,
        PRIMARY KEY (subject, field)
    );
    CREATE INDEX vault_field_by_blind ON vault_field (field, blind) WHERE blind IS NOT NULL;
    CREATE TABLE vault_consent (
        id uuid PRIMARY KEY,
        subject uuid NOT NULL REFERENCES vault_subject,
        scope text NOT NULL,
        given_by text NOT NULL,
        given_on date NOT NULL,
        recorded_by uuid NOT NULL,
        withdrawn_on date,
        withdrawn_by uuid,
        CONSTRAINT withdrawn_after_it_was_given CHECK (withdrawn_on >= given_on)
    );
    CREATE INDEX vault_consent_by_subject ON vault_consent (subject, given_on);
    CREATE UNIQUE INDEX one_standing_consent ON vault_consent (subject, scope) WHERE withdrawn_on IS NULL;
    CREATE TABLE vault_look (
        id uuid PRIMARY KEY,
        subject uuid NOT NULL REFERENCES vault_subject,
        person uuid NOT NULL,
        purpose text NOT NULL,
        asked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        used_at timestamptz
    );
    CREATE TABLE vault_log (
        number bigint PRIMARY KEY,
        at timestamptz NOT NULL,
        deed text NOT NULL,
        subject uuid,
        person uuid,
        service text,
        purpose text,
        look uuid,
        digest bytea NOT NULL
    );
    CREATE INDEX vault_log_by_subject ON vault_log (subject, number);
    CREATE TABLE vault_log_head (
        one boolean PRIMARY KEY DEFAULT true CONSTRAINT one_head CHECK (one),
        number bigint NOT NULL DEFAULT 0,
        digest bytea NOT NULL DEFAULT ''
    );
    INSERT INTO vault_log_head DEFAULT VALUES
"""

# A subject lies in a place; whatever else is known of it lies where the subject does.
_POLICIES = """
    ALTER TABLE vault_subject ENABLE ROW LEVEL SECURITY;
    ALTER TABLE vault_subject FORCE ROW LEVEL SECURITY;
    CREATE POLICY in_scope ON vault_subject USING (in_scope(CASE WHEN place LIKE '51%' THEN place ELSE home END));
    ALTER TABLE vault_field ENABLE ROW LEVEL SECURITY;
    ALTER TABLE vault_field FORCE ROW LEVEL SECURITY;
    CREATE POLICY of_its_subject ON vault_field
        USING (EXISTS (SELECT FROM vault_subject WHERE vault_subject.id = subject));
    ALTER TABLE vault_consent ENABLE ROW LEVEL SECURITY;
    ALTER TABLE vault_consent FORCE ROW LEVEL SECURITY;
    CREATE POLICY of_its_subject ON vault_consent
        USING (EXISTS (SELECT FROM vault_subject WHERE vault_subject.id = subject));
    ALTER TABLE vault_look ENABLE ROW LEVEL SECURITY;
    ALTER TABLE vault_look FORCE ROW LEVEL SECURITY;
    CREATE POLICY of_its_subject ON vault_look
        USING (EXISTS (SELECT FROM vault_subject WHERE vault_subject.id = subject));
    ALTER TABLE vault_log ENABLE ROW LEVEL SECURITY;
    ALTER TABLE vault_log FORCE ROW LEVEL SECURITY;
    CREATE POLICY of_its_subject ON vault_log
        USING (subject IS NULL OR EXISTS (SELECT FROM vault_subject WHERE vault_subject.id = subject))
"""

# refuse_rewriting came with the event log.
_LOG_GUARD = """
    CREATE TRIGGER never_rewritten BEFORE UPDATE ON vault_log FOR EACH ROW EXECUTE FUNCTION refuse_rewriting();
    CREATE TRIGGER never_deleted BEFORE DELETE OR TRUNCATE ON vault_log FOR EACH STATEMENT
        EXECUTE FUNCTION refuse_rewriting()
"""
