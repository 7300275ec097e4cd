"""Postings are found by their titles: an index over pairs of characters, which Chinese words of two fill."""

from alembic import op

from deploy.migrations.mechanism import create_bigrams

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Make the function and the index."""
    create_bigrams(op)
    op.execute("CREATE INDEX posting_by_words ON posting USING gin (bigrams(title || ' ' || external_id))")
