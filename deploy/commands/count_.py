"""nuandong count: the counter of the provincial roll-up."""

import click


@click.command("count")
def command() -> None:
    """Count facts into the provincial roll-up, continuously; run as many of these as the load asks for."""
    from deploy.hosting import count_facts  # noqa: PLC0415 - a usage error need not load the counter

    count_facts()
