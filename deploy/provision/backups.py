"""The role that copies the whole cluster and streams its log, and what tells this cluster from any other."""

from collections.abc import Callable
from pathlib import Path

import psycopg
from psycopg.sql import SQL, Identifier, Literal

from deploy.infrastructure import Servers
from deploy.provision.files import address, password_in, write

OWNER = "backup"
ADDRESS, CLUSTER = "database_url", "cluster"

# It may copy every page and read no table: its only right is replication.
_ROLE = "ALTER ROLE {role} LOGIN REPLICATION PASSWORD {password}"
_KNOWN = "SELECT FROM pg_roles WHERE rolname = %s"
_SYSTEM = "SELECT system_identifier::text FROM pg_control_system()"
_DROP_SLOT = "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = %s AND NOT active"


def role_of(namespace: str) -> str:
    """Name a site's role for backups, and the slot that keeps what it has not yet streamed."""
    return f"{namespace}_backup"


def provision(servers: Servers, namespace: str, secrets: Path, say: Callable[[str], None]) -> None:
    """Make the role, write down how it connects, and note which cluster this is."""
    file = secrets / OWNER / ADDRESS
    name, password = role_of(namespace), password_in(file)
    with psycopg.connect(servers.database_url, autocommit=True) as admin:
        try:
            _make(admin, name, password)
        except psycopg.errors.InsufficientPrivilege:
            say("this administrator may not grant replication: `nuandong backup` needs a role that may")
            return
        write(file, address(servers.database_url, name, password, admin.info.dbname))
        write(secrets / OWNER / CLUSTER, str(admin.execute(_SYSTEM).fetchall()[0][0]))


def _make(admin: psycopg.Connection, name: str, password: str) -> None:
    with admin.transaction():
        if not admin.execute(_KNOWN, [name]).rowcount:
            admin.execute(SQL("CREATE ROLE {}").format(Identifier(name)))
        admin.execute(SQL(_ROLE).format(role=Identifier(name), password=Literal(password)))


def unprovision(admin_url: str, namespace: str) -> None:
    """Drop the role and its slot."""
    name = role_of(namespace)
    with psycopg.connect(admin_url, autocommit=True) as admin:
        admin.execute(_DROP_SLOT, [name])
        admin.execute(SQL("DROP ROLE IF EXISTS {}").format(Identifier(name)))
