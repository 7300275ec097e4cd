"""Servers that the operator brings along."""

from deploy.infrastructure.addresses import NoServersError, Servers, management_of
from deploy.infrastructure.answering import NOT_YET, broker_answers, database_answers


def given(database_url: str | None, broker_uri: str | None) -> Servers | None:
    """Take the servers that were named, if any were; both must answer."""
    if not database_url and not broker_uri:
        return None
    if not database_url or not broker_uri:
        raise NoServersError("only one of DATABASE_URL and AMQP_URI is set: set both, or neither")
    try:
        database_answers(database_url)
    except NOT_YET as error:
        raise NoServersError(f"DATABASE_URL is set, but no PostgreSQL answers there: {_line(error)}") from error
    try:
        broker_answers(broker_uri, management=False)
    except NOT_YET as error:
        raise NoServersError(f"AMQP_URI is set, but no RabbitMQ answers there: {_line(error)}") from error
    return Servers(database_url, broker_uri, _management(broker_uri), "given")


def _management(broker_uri: str) -> str | None:
    """Name the management API, where it stands at the usual place and takes the same credentials."""
    try:
        broker_answers(broker_uri)
    except NOT_YET:
        return None
    return management_of(broker_uri)


def _line(error: Exception) -> str:
    """Give the first line of what went wrong."""
    return next(iter(str(error).splitlines()), type(error).__name__)
