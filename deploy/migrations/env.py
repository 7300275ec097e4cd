"""What Alembic runs: one service's history, over the connection that deploy.migrate hands it."""

from importlib import import_module

from alembic import context

config = context.config
model = import_module(f"services.{config.attributes['service']}.model")

context.configure(
    connection=config.attributes["connection"],
    target_metadata=list(model.TABLES),
    compare_type=True,
    include_schemas=bool(getattr(model, "SCHEMAS", ())),
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
