"""What a process is told from outside; the only reader of the environment."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import time
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path

PROFILES = ("production", "demo", "test")
LAST_DAY = 31
MOST_REMIND_DAYS = 20


class SettingMissing(Exception):
    """A secret or setting that a process cannot start without is not there."""


@dataclass(frozen=True)
class Settings:
    """One process's own secrets and settings; nothing of another service is in it."""

    service: str
    secrets: Path
    profile: str = "production"

    @property
    def database_url(self) -> str:
        """URL of the service's database under its application role."""
        return self.secret("database_url")

    @property
    def broker_uri(self) -> str:
        """URI of the broker under the service's own user."""
        return self.secret("broker_uri")

    def secret(self, name: str) -> str:
        """Read one of the service's secret files."""
        path = self.secrets / self.service / name
        try:
            return path.read_text(encoding="utf-8").strip()
        except OSError as error:
            raise SettingMissing(
                f"cannot read the secret {path}: run `nuandong up` or `nuandong provision`, or set NUANDONG_SECRETS"
            ) from error

    def offered(self, name: str) -> str | None:
        """Read one of the secret files that a site may do without."""
        return self.secret(name) if (self.secrets / self.service / name).exists() else None


def secrets_home() -> Path:
    """Name the folder that holds a folder of secrets for each service."""
    return Path(os.environ.get("NUANDONG_SECRETS", ".local/secrets"))


def profile() -> str:
    """Tell the profile: production unless said otherwise."""
    chosen = os.environ.get("NUANDONG_PROFILE", "production")
    if chosen not in PROFILES:
        raise SettingMissing(f"NUANDONG_PROFILE is {chosen!r}; it must be one of {', '.join(PROFILES)}")
    return chosen


def settings(service: str) -> Settings:
    """Gather the settings of a service's process."""
    return Settings(service=service, secrets=secrets_home(), profile=profile())


def clock_setting() -> str | None:
    """Read NUANDONG_CLOCK, which only the demo and tests may set."""
    chosen = os.environ.get("NUANDONG_CLOCK")
    if chosen and profile() == "production":
        raise SettingMissing("NUANDONG_CLOCK is set, but NUANDONG_PROFILE is neither demo nor test")
    return chosen


def given_servers() -> tuple[str | None, str | None]:
    """Read the administrator's DATABASE_URL and AMQP_URI, where an operator brings servers along."""
    return os.environ.get("DATABASE_URL") or None, os.environ.get("AMQP_URI") or None


def heartbeats_home() -> Path | None:
    """Name the folder in which the process's loops leave their signs of life, where somebody looks there."""
    home = os.environ.get("NUANDONG_HEARTBEATS")
    return Path(home) if home else None


def templates_home() -> Path | None:
    """Read NUANDONG_TEMPLATES: the folder of an office's own document templates, which take the shipped ones' place."""
    home = os.environ.get("NUANDONG_TEMPLATES")
    return Path(home) if home else None


def metrics_address() -> tuple[str, int] | None:
    """Read NUANDONG_METRICS_PORT (0 is any free one) and NUANDONG_METRICS_HOST: where to offer what is measured."""
    port = os.environ.get("NUANDONG_METRICS_PORT")
    return (os.environ.get("NUANDONG_METRICS_HOST") or "127.0.0.1", int(port)) if port else None


def metrics_target() -> Path | None:
    """Name the file in which the process says where it offers what it measures, where somebody looks there."""
    file = os.environ.get("NUANDONG_METRICS_TARGET")
    return Path(file) if file else None


def person_password() -> str | None:
    """Read NUANDONG_PASSWORD, with which a person's command signs in unasked."""
    return os.environ.get("NUANDONG_PASSWORD") or None


def second_factor_demanded() -> bool:
    """Read NUANDONG_SECOND_FACTOR: in production codes are always demanded, elsewhere where it says "demanded"."""
    return profile() == "production" or os.environ.get("NUANDONG_SECOND_FACTOR") == "demanded"


@dataclass(frozen=True)
class Provider:
    """An identity provider, and under which name it knows the portal."""

    issuer: str
    client: str

    @property
    def description(self) -> str:
        """Tell where the provider describes itself."""
        return f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"


def identity_provider() -> Provider | None:
    """Read NUANDONG_OIDC_ISSUER and NUANDONG_OIDC_CLIENT: where people may sign in too, none unless said."""
    issuer = os.environ.get("NUANDONG_OIDC_ISSUER")
    return Provider(issuer, os.environ.get("NUANDONG_OIDC_CLIENT") or "nuandong") if issuer else None


def trusted_proxies() -> tuple[IPv4Network | IPv6Network, ...]:
    """Read NUANDONG_PROXIES: addresses or networks of those who hand requests on to the portal, none unless said."""
    chosen = os.environ.get("NUANDONG_PROXIES", "")
    try:
        return tuple(ip_network(each.strip()) for each in chosen.split(",") if each.strip())
    except ValueError as error:
        raise SettingMissing(f"NUANDONG_PROXIES is {chosen!r}; it must list addresses, such as 10.1.0.0/24") from error


def return_day() -> int:
    """Read NUANDONG_RETURN_DAY: until the end of which day of the month returns are on time, 30 unless said."""
    chosen = os.environ.get("NUANDONG_RETURN_DAY", "30")
    if not chosen.isdigit() or not 1 <= int(chosen) <= LAST_DAY:
        raise SettingMissing(f"NUANDONG_RETURN_DAY is {chosen!r}; it must be a day of the month, from 1 to {LAST_DAY}")
    return int(chosen)


def reminder_days() -> tuple[int, ...]:
    """Read NUANDONG_REMIND_DAYS: how many working days before its deadline a return is reminded of."""
    chosen = os.environ.get("NUANDONG_REMIND_DAYS", "5,2,1,0")
    days = [each.strip() for each in chosen.split(",") if each.strip()]
    if not all(each.isdigit() and int(each) <= MOST_REMIND_DAYS for each in days):
        raise SettingMissing(f"NUANDONG_REMIND_DAYS is {chosen!r}; it must list numbers of days, such as 5,2,1,0")
    return tuple(int(each) for each in days)


def quiet_hours() -> tuple[time, time]:
    """Read NUANDONG_QUIET_HOURS: from when until when nothing is sent, by the clocks of Sichuan."""
    chosen = os.environ.get("NUANDONG_QUIET_HOURS", "21:00-08:00")
    try:
        since, until = (time.fromisoformat(each.strip()) for each in chosen.split("-"))
    except ValueError as error:
        raise SettingMissing(f"NUANDONG_QUIET_HOURS is {chosen!r}; it must read like 21:00-08:00") from error
    return since, until


def resolve_names_plainly() -> None:
    """Let eventlet leave the names of servers to the system: its own resolver costs every start half a second."""
    os.environ.setdefault("EVENTLET_NO_GREENDNS", "yes")


def environment(**changes: str) -> dict[str, str]:
    """Copy the environment for a child process, with changes."""
    return {**os.environ, **changes}
