"""The site's keys in two halves: whoever holds one knows nothing, whoever holds both has every key."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from deploy.backup.refusals import AnotherCluster, FolderInUse, KeyHalfMissing, KeyHalvesDiffer, KeysInUse
from deploy.provision.backups import CLUSTER, OWNER
from deploy.provision.files import write

HALF = "nuandong-keys.half"
# Addresses and lists of public keys are made anew by `nuandong provision`; a key never is.
MADE_ANEW = {"database_url", "broker_uri", "trusted.json", "password", CLUSTER}
NOT_KEYS = {"migrate"}
BLOCK = 4096


@dataclass(frozen=True)
class Half:
    """One half: alone it is random bytes."""

    number: int
    split: str
    system_identifier: str
    made_at: str
    share: str = field(repr=False)

    def digest(self) -> str:
        """Digest the half, so that damage shows."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()


def keys_in(home: Path) -> dict[str, str]:
    """Read every secret that nobody could make again, by its path."""
    files = sorted(each for each in home.glob("*/*") if each.is_file() and each.suffix != ".fresh")
    kept = (each for each in files if each.name not in MADE_ANEW and each.parent.name not in NOT_KEYS)
    return {str(each.relative_to(home)): each.read_text(encoding="utf-8") for each in kept}


def split(home: Path, folders: Sequence[Path]) -> list[Path]:
    """Write the keys' two halves into two folders; raises FolderInUse before either is written."""
    files = [folder / HALF for folder in folders]
    if taken := [each for each in files if each.exists()]:
        raise FolderInUse(f"{taken[0]} is there already: give each split folders of its own")
    if len({folder.resolve() for folder in folders}) != len(folders):
        raise FolderInUse("both halves in one folder would be the whole")
    pad, other = _shares(_packed(keys_in(home)))
    cluster = (home / OWNER / CLUSTER).read_text(encoding="utf-8").strip()
    known = {"split": secrets.token_hex(8), "system_identifier": cluster, "made_at": f"{datetime.now(UTC):%FT%TZ}"}
    for number, (file, share) in enumerate(zip(files, (pad, other), strict=True), 1):
        half = Half(number=number, share=b64encode(share).decode(), **known)
        write(file, json.dumps({"sha256": half.digest(), "half": asdict(half)}, indent=1))
    return files


def _packed(keys: Mapping[str, str]) -> bytes:
    """Pack keys with their digest; the length tells nothing but how many thousands of bytes they are."""
    said = json.dumps(keys, sort_keys=True).encode()
    whole = hashlib.sha256(said).digest() + said
    return whole.ljust(-(-len(whole) // BLOCK) * BLOCK)


def _shares(whole: bytes) -> tuple[bytes, bytes]:
    """Split by a pad used once: each share alone is as likely under any other keys."""
    pad = secrets.token_bytes(len(whole))
    return pad, bytes(a ^ b for a, b in zip(whole, pad, strict=True))


def joined(folders: Sequence[Path], system_identifier: str) -> dict[str, str]:
    """Join two halves to the keys of a cluster; raises KeyHalfMissing, KeyHalvesDiffer, AnotherCluster."""
    if len(folders) != 2:  # noqa: PLR2004 - two halves are a whole
        raise KeyHalfMissing(f"two halves make the keys, {len(folders)} was named")
    one, other = (_read(folder / HALF) for folder in folders)
    if one.split != other.split or one.number == other.number:
        raise KeyHalvesDiffer("the two halves do not belong together")
    if one.system_identifier != system_identifier:
        raise AnotherCluster("the halves hold the keys of another cluster")
    whole = bytes(a ^ b for a, b in zip(b64decode(one.share), b64decode(other.share), strict=True))
    said = whole[32:].rstrip()
    if not hmac.compare_digest(hashlib.sha256(said).digest(), whole[:32]):
        raise KeyHalvesDiffer("the two halves do not make the keys that were split")
    return dict(json.loads(said))


def _read(file: Path) -> Half:
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
        half = Half(**said["half"])
    except FileNotFoundError as error:
        raise KeyHalfMissing(f"there is no {file}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise KeyHalvesDiffer(f"{file} is damaged") from error
    if said["sha256"] != half.digest():
        raise KeyHalvesDiffer(f"{file} is damaged")
    return half


def in_the_way(keys: Mapping[str, str], home: Path) -> None:
    """Raise KeysInUse if other keys lie where these belong."""
    others = [name for name, key in keys.items() if (home / name).exists() and (home / name).read_text() != key]
    if others:
        raise KeysInUse(f"{home / others[0]} holds another key than the halves: move it away first")


def laid_out(keys: Mapping[str, str], home: Path) -> None:
    """Write the keys where the site reads them."""
    for name, key in keys.items():
        write(home / name, key)
