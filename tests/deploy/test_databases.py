"""What each of a service's three roles may do, and may not."""

import stat
from collections.abc import Iterator
from pathlib import Path
from secrets import token_hex

import psycopg
import pytest
from psycopg import errors
from psycopg.sql import SQL, Identifier

from deploy.infrastructure import Servers
from deploy.provision import databases, provision
from deploy.provision.files import address
from tests.conftest import Site, provisioned


@pytest.fixture(scope="module")
def scratch(servers: Servers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with provisioned(servers, tmp_path_factory.mktemp("scratch")) as made:
        with psycopg.connect(made.owner_url("jobs")) as owner:
            owner.execute(
                "CREATE TABLE fair (id bigserial, held daterange, EXCLUDE USING gist (id WITH =, held WITH &&))"
            )
            owner.execute("CREATE SCHEMA blue; CREATE TABLE blue.cell (n int)")
        yield made


def test_what_the_owner_makes_the_application_may_use_and_not_change(scratch: Site) -> None:
    with psycopg.connect(scratch.database_url("jobs")) as app:
        app.execute("INSERT INTO fair (held) VALUES ('[2022-01-01,2022-01-02)')")
        assert app.execute("SELECT count(*) FROM fair").fetchone() == (1,)
        with pytest.raises(errors.InsufficientPrivilege):
            app.execute("ALTER TABLE fair ADD note text")


def test_what_the_owner_makes_in_a_schema_of_its_own_the_application_may_use_too(scratch: Site) -> None:
    with psycopg.connect(scratch.database_url("jobs")) as app:
        app.execute("INSERT INTO blue.cell VALUES (1)")


def test_the_application_makes_no_tables(scratch: Site) -> None:
    with psycopg.connect(scratch.database_url("jobs")) as app, pytest.raises(errors.InsufficientPrivilege):
        app.execute("CREATE TABLE mine (n int)")


def test_the_application_may_step_down_to_a_role_that_only_reads(scratch: Site) -> None:
    with psycopg.connect(scratch.database_url("jobs")) as app:
        app.execute(f"SET LOCAL ROLE {scratch.namespace}_jobs_reader")
        app.execute("SELECT * FROM fair")
        with pytest.raises(errors.InsufficientPrivilege):
            app.execute("DELETE FROM fair")


def test_a_service_cannot_enter_the_database_of_another(scratch: Site) -> None:
    url = scratch.database_url("jobs").removesuffix("jobs") + "children"
    with pytest.raises(psycopg.OperationalError, match="permission denied"):
        psycopg.connect(url)


def test_the_applications_sessions_are_ended_by_the_server_when_they_hang(scratch: Site) -> None:
    with psycopg.connect(scratch.database_url("children")) as app:
        assert app.execute("SHOW statement_timeout").fetchone() == ("30s",)
        assert app.execute("SHOW idle_in_transaction_session_timeout").fetchone() == ("1min",)


def test_no_application_role_gets_round_row_level_security(scratch: Site) -> None:
    with psycopg.connect(scratch.database_url("children")) as app:
        flags = app.execute("SELECT rolbypassrls, rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
    assert flags == (False, False)


def test_secrets_are_readable_by_their_owner_alone(scratch: Site) -> None:
    found = list(scratch.secrets.rglob("*"))
    assert {stat.S_IMODE(path.stat().st_mode) for path in found if path.is_file()} == {0o600}
    assert {stat.S_IMODE(path.stat().st_mode) for path in found if path.is_dir()} == {0o700}


def test_provisioning_twice_keeps_every_password_and_key(servers: Servers, scratch: Site) -> None:
    before = {path: path.read_text() for path in scratch.secrets.rglob("*") if path.is_file()}
    provision(servers, scratch.namespace, scratch.secrets)
    assert {path: path.read_text() for path in scratch.secrets.rglob("*") if path.is_file()} == before


def test_unprovisioning_leaves_no_database_and_no_role(servers: Servers, tmp_path: Path) -> None:
    with provisioned(servers, tmp_path) as made:
        assert made.secrets.exists()
    with psycopg.connect(servers.database_url) as admin:
        left = admin.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE %(like)s"
            " UNION ALL SELECT rolname FROM pg_roles WHERE rolname LIKE %(like)s",
            {"like": f"{made.namespace}%"},
        ).fetchall()
    assert left == []
    assert not made.secrets.exists()


def test_an_administrator_who_may_make_roles_and_databases_need_be_no_superuser(
    servers: Servers, tmp_path: Path
) -> None:
    modest = f"t{token_hex(4)}"
    with psycopg.connect(servers.database_url, autocommit=True) as admin:
        admin.execute(SQL("CREATE ROLE {} LOGIN CREATEROLE CREATEDB PASSWORD 'pw'").format(Identifier(modest)))
        url = address(servers.database_url, modest, "pw", "postgres")
        databases.provision(url, modest, tmp_path)
        psycopg.connect((tmp_path / "children" / "database_url").read_text()).close()
        databases.unprovision(url, modest)
        admin.execute(SQL("DROP ROLE {}").format(Identifier(modest)))


def test_an_address_keeps_the_servers_options() -> None:
    made = address("postgresql://root:x@db:5433/postgres?sslmode=require", "me", "pw", "mine")
    assert made == "postgresql://me:pw@db:5433/mine?sslmode=require"
