"""A virtual host for the site, and a user for every service that can do on it what the service does, and no more."""

from collections.abc import Callable
from pathlib import Path

from deploy.infrastructure import Servers
from deploy.management import Management, segment
from deploy.provision.files import address, password_in, write
from deploy.roster import ACTION_SERVICES, SERVICES

OPERATOR, WEB = "operator", "web"
USERS = (*SERVICES, WEB, OPERATOR)
RPC = "nameko-rpc"

# Whom a user asks by RPC, itself aside: every service asks portal for the frame, reporting asks the actions for facts,
# and some actions hand work on to another.
ASKS = dict.fromkeys(ACTION_SERVICES, ("portal",)) | {
    "outreach": ("portal", "jobs"),
    "children": ("portal", "outreach", "volunteers"),
    "reporting": (*ACTION_SERVICES, "portal"),
    "portal": (*ACTION_SERVICES, "reporting"),
    WEB: SERVICES,
    OPERATOR: SERVICES,
}
# Whose events a user may bind a queue to.
HEARS = dict.fromkeys(ACTION_SERVICES, ("portal",)) | {
    "reporting": (*ACTION_SERVICES, "reporting", "portal"),
    "portal": ("portal",),
    WEB: (),
    OPERATOR: (),
}

UUID = "[0-9a-f-]{36}"


def provision(servers: Servers, namespace: str, secrets: Path, say: Callable[[str], None]) -> None:
    """Make the virtual host and its users, and write down how to reach it."""
    if servers.management_url is None:
        say("no management API beside this broker: every service uses the given AMQP_URI, with all its rights")
        for user in USERS:
            write(secrets / user / "broker_uri", servers.broker_uri)
        return
    management = Management(servers.management_url)
    management.put(f"/api/vhosts/{segment(namespace)}", {})
    for user in USERS:
        file = secrets / user / "broker_uri"
        password = password_in(file)
        _user(management, namespace, user, password)
        write(file, address(servers.broker_uri, f"{namespace}_{user}", password, namespace))


def unprovision(servers: Servers, namespace: str) -> None:
    """Remove the virtual host, with all its queues, and its users."""
    if servers.management_url is None:
        return
    management = Management(servers.management_url)
    management.delete(f"/api/vhosts/{segment(namespace)}")
    for user in USERS:
        management.delete(f"/api/users/{segment(f'{namespace}_{user}')}")


def _user(management: Management, namespace: str, user: str, password: str) -> None:
    """Make one user, and say what it may touch and which routing keys it may use."""
    name, vhost = segment(f"{namespace}_{user}"), segment(namespace)
    management.put(f"/api/users/{name}", {"password": password, "tags": ""})
    management.put(f"/api/permissions/{vhost}/{name}", _rights(user, namespace))
    for topic in _topics(user, namespace):
        management.put(f"/api/topic-permissions/{vhost}/{name}", topic)


def _rights(user: str, namespace: str) -> dict[str, str]:
    """Say which exchanges and queues a user may declare, write to and read from: what bears its name is its own."""
    own = rf"{user}\..*|rpc-{user}|{_reply_queues(user, namespace)}|{RPC}"
    heard = "".join(rf"|{service}\.events" for service in HEARS[user])
    return {"configure": f"^({own})$", "write": f"^({own})$", "read": f"^({own}{heard})$"}


def _topics(user: str, namespace: str) -> list[dict[str, str]]:
    """Say which questions a user may ask and answer over the shared RPC exchange, and hear of the frame's."""
    asked = "|".join((user, *ASKS[user]))
    replies = rf"rpc\.reply\..*|{UUID}"
    return [
        {
            "exchange": RPC,
            "write": rf"^(({asked})\.\w+|{replies})$",
            "read": rf"^({user}\.\*|{_reply_queues(user, namespace)}|{UUID})$",
        },
        {"exchange": "portal.events", "write": "^.*$", "read": "^FrameChanged$"},
    ]


def _reply_queues(user: str, namespace: str) -> str:
    """Name the queues in which a user awaits answers: those of shared.rpc and those of nameko's own proxies."""
    return rf"rpc\.reply\.({namespace}_)?{user}\..*|rpc\.reply-{user}-{UUID}"
