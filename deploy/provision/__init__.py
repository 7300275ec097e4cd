"""What a site needs before its first process starts: databases, broker users, keys, and the files that hold them."""

import shutil
from collections.abc import Callable
from pathlib import Path

from deploy.infrastructure import Servers
from deploy.provision import backups, brokers, databases, keys

__all__ = ["provision", "unprovision"]


def provision(servers: Servers, namespace: str, secrets: Path, say: Callable[[str], None] = print) -> None:
    """Make everything a site has of its own; what is there already stays, and its passwords and keys with it."""
    databases.provision(servers.database_url, namespace, secrets)
    backups.provision(servers, namespace, secrets, say)
    brokers.provision(servers, namespace, secrets, say)
    keys.provision(secrets)


def unprovision(servers: Servers, namespace: str, secrets: Path) -> None:
    """Remove everything `provision` made, data included."""
    brokers.unprovision(servers, namespace)
    backups.unprovision(servers.database_url, namespace)
    databases.unprovision(servers.database_url, namespace)
    shutil.rmtree(secrets, ignore_errors=True)
