"""nuandong count: the counter of the provincial roll-up."""

import click


@click.command("count")
def command() -> None:
    """Count facts into the provincial roll-up, continuously; run as many of these as the load asks for."""
    from deploy.hosting import stopping  # noqa: PLC0415 - a usage error need not load the counter
    from services.reporting.count import count  # noqa: PLC0415
    from shared.metrics import offer  # noqa: PLC0415
    from shared.settings import settings  # noqa: PLC0415
    from shared.telemetry import configure  # noqa: PLC0415

    configure("count")
    offer("count")
    count(settings("reporting"), stopping())
