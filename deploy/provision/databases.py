"""A database for every service, and three roles: one owns, one works, one only reads."""

from pathlib import Path

import psycopg
from psycopg import errors
from psycopg.sql import SQL, Composed, Identifier, Literal

from deploy.provision.files import address, password_in, write
from deploy.roster import SERVICES

# What the owner's migrations create is usable at once; a migration revokes where that is too much.
RIGHTS = """
CREATE EXTENSION IF NOT EXISTS btree_gist;
GRANT USAGE ON SCHEMA public TO {app}, {reader};
ALTER DEFAULT PRIVILEGES GRANT USAGE ON SCHEMAS TO {app}, {reader};
ALTER DEFAULT PRIVILEGES GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app};
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO {reader};
ALTER DEFAULT PRIVILEGES GRANT USAGE ON SEQUENCES TO {app};
"""

# A query is ended by the server, never by killing the greenlet that waits for it: that would leak its connection.
# The application becomes the reader only where it says so: were its rights inherited, so would be the reader's
# row policies, and every scope would see everything.
CONDUCT = """
ALTER ROLE {app} NOINHERIT;
GRANT {reader} TO {app};
REVOKE ALL ON DATABASE {database} FROM PUBLIC;
GRANT CONNECT ON DATABASE {database} TO {app};
ALTER ROLE {app} IN DATABASE {database} SET statement_timeout = '30s';
ALTER ROLE {app} IN DATABASE {database} SET idle_in_transaction_session_timeout = '60s';
"""


def provision(admin_url: str, namespace: str, secrets: Path) -> None:
    """Make every service's database and roles, and write down how to reach them."""
    with psycopg.connect(admin_url, autocommit=True) as admin:
        for service in SERVICES:
            database = f"{namespace}_{service}"
            owner_url = _role(admin, admin_url, database, "owner", secrets / "migrate" / service)
            _role(admin, admin_url, database, "app", secrets / service / "database_url")
            _make(admin, database)
            with psycopg.connect(owner_url) as owner:
                owner.execute(_filled(RIGHTS, database))


def unprovision(admin_url: str, namespace: str) -> None:
    """Drop every service's database and roles."""
    with psycopg.connect(admin_url, autocommit=True) as admin:
        for service in SERVICES:
            database = f"{namespace}_{service}"
            _drop(admin, database)
            admin.execute(_filled("DROP ROLE IF EXISTS {app}, {reader}, {owner}", database))


def _drop(admin: psycopg.Connection, database: str) -> None:
    """Drop a database and whoever is in it; the server itself sends its vacuum away, but lets only superusers do so."""
    try:
        admin.execute(_filled("DROP DATABASE IF EXISTS {database} WITH (FORCE)", database))
    except errors.InsufficientPrivilege:
        admin.execute(_filled("DROP DATABASE IF EXISTS {database}", database))


def _role(admin: psycopg.Connection, admin_url: str, database: str, kind: str, file: Path) -> str:
    """Make a role that may log in, with the password kept in its file, and write its address there."""
    name, password = f"{database}_{kind}", password_in(file)
    _create_role(admin, name)
    admin.execute(SQL("ALTER ROLE {} LOGIN PASSWORD {}").format(Identifier(name), Literal(password)))
    url = address(admin_url, name, password, database)
    write(file, url)
    return url


def _make(admin: psycopg.Connection, database: str) -> None:
    """Make the database and its reader, and set how the application's sessions behave."""
    _create_role(admin, f"{database}_reader")
    # An administrator who is no superuser may give a database only to a role of which it is a member.
    admin.execute(_filled("GRANT {owner} TO CURRENT_USER", database))
    if not admin.execute("SELECT FROM pg_database WHERE datname = %s", [database]).rowcount:
        admin.execute(_filled("CREATE DATABASE {database} OWNER {owner}", database))
    admin.execute(_filled(CONDUCT, database))


def _create_role(admin: psycopg.Connection, name: str) -> None:
    """Make a role unless it is there."""
    if not admin.execute("SELECT FROM pg_roles WHERE rolname = %s", [name]).rowcount:
        admin.execute(SQL("CREATE ROLE {}").format(Identifier(name)))


def _filled(statements: str, database: str) -> Composed:
    """Fill in the names of a database and its roles."""
    roles = {kind: Identifier(f"{database}_{kind}") for kind in ("owner", "app", "reader")}
    return SQL(statements).format(database=Identifier(database), **roles)
