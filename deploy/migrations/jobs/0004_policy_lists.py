"""Lists of policies that help a business begin, with every version."""

from alembic import op

from deploy.migrations.mechanism import revoke

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the tables of policy lists."""
    op.execute("""
        CREATE TABLE policy_list (
            id uuid PRIMARY KEY,
            area uuid NOT NULL,
            title text NOT NULL,
            version integer NOT NULL,
            published_on date NOT NULL,
            closed_on date,
            place char(12) NOT NULL,
            home char(12) NOT NULL,
            organisation uuid NOT NULL,
            organiser text NOT NULL,
            joint_organisations uuid[] NOT NULL,
            CONSTRAINT closed_after_its_last_version CHECK (closed_on >= published_on)
        );
        CREATE UNIQUE INDEX one_policy_list_in_use ON policy_list (place) WHERE closed_on IS NULL;
        CREATE TABLE policy_version (
            policy_list uuid REFERENCES policy_list,
            version integer,
            title text NOT NULL,
            published_on date NOT NULL,
            recorded_by uuid,
            items jsonb NOT NULL,
            PRIMARY KEY (policy_list, version)
        );
        CREATE TABLE policy_item (
            id uuid PRIMARY KEY,
            policy_list uuid NOT NULL REFERENCES policy_list,
            department text NOT NULL,
            title text NOT NULL,
            benefit text NOT NULL,
            eligibility text NOT NULL,
            how_to_apply text NOT NULL,
            valid_from date NOT NULL,
            valid_to date,
            listed_on date NOT NULL,
            dropped_on date,
            drop_reason text,
            CONSTRAINT dropped_after_it_was_listed CHECK (dropped_on >= listed_on)
        );
        CREATE INDEX policy_item_by_list ON policy_item (policy_list, id);
        CREATE INDEX policy_item_to_lapse ON policy_item (valid_to) WHERE dropped_on IS NULL
    """)
    revoke(op, "app", "DELETE", "policy_list, policy_version, policy_item")
    revoke(op, "app", "UPDATE", "policy_version")
