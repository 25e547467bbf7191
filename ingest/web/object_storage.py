"""Object storage that speaks S3: the objects of a bucket, listed part by part and downloaded within limits.

`s3://press/2025` means the objects of the bucket `press` whose key begins with `2025/`, as with a folder. Keys to the
bucket are taken from the environment (`AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN`), else from
the file of profiles (`~/.aws/credentials`, `AWS_PROFILE`, `AWS_SHARED_CREDENTIALS_FILE`), never from an address.
Without any, a bucket is read as one that is open to everybody.
"""

from __future__ import annotations

import configparser
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import SettingsError
from ingest.file_names import legible
from ingest.readers.files import MOST_BYTES
from ingest.web import storage_faults
from ingest.web.addresses import parse as parse_address
from ingest.web.download import Limits, Network, Version

if TYPE_CHECKING:
    from minio import Minio
    from minio.credentials import Provider
    from urllib3.response import BaseHTTPResponse

    from ingest.web.guarded_pool import GuardedPool

AWS = "https://s3.amazonaws.com"
REGION = "us-east-1"
"""What other servers than those of AWS take where they have no regions."""
_SCHEME = "s3://"
_BUCKET = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9]")
_MEGABYTE = 1 << 20

_FORM = "s3://버킷/경로 꼴로 적어 주세요. 키는 환경 변수 AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY로 줍니다."


@dataclass(frozen=True, slots=True)
class Location:
    """A bucket, or what stands below a path of it."""

    bucket: str
    prefix: str = ""
    """Empty, or ending with a slash."""

    def address(self, key: str) -> str:
        """Return the address of an object."""
        return f"{_SCHEME}{self.bucket}/{key}"

    def key(self, address: str) -> str:
        """Return the key of the object at an address."""
        return address.removeprefix(f"{_SCHEME}{self.bucket}/")

    def __str__(self) -> str:
        return self.address(self.prefix)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """The storage that has the buckets."""

    url: str = ""
    """Empty for that of AWS."""
    region: str = ""


@dataclass(frozen=True, slots=True)
class StoredObject:
    """An object as its bucket lists it."""

    key: str
    size: int
    etag: str
    modified: str


def is_location(text: str) -> bool:
    """Whether an argument names a bucket: `s3://press/2025`."""
    return text.lower().startswith(_SCHEME)


def parse(text: str) -> Location:
    """Return the location that an address writes.

    Raises:
        SettingsError: it has no name of a bucket, or has a key in it.
    """
    bucket, _, prefix = text.strip()[len(_SCHEME) :].partition("/")
    if "@" in bucket or ":" in bucket:
        raise SettingsError("s3://***: 버킷의 주소에 키나 포트가 들어 있습니다.", _FORM)
    if not _BUCKET.fullmatch(bucket):
        raise SettingsError(f"{_SCHEME}{legible(bucket)}: 버킷의 이름이 아닙니다.", _FORM)
    prefix = prefix.strip("/")
    return Location(bucket, f"{prefix}/" if prefix else "")


@dataclass(slots=True)
class ObjectStorage:
    """Reads the objects below one location."""

    location: Location
    endpoint: Endpoint = field(default_factory=Endpoint)
    limits: Limits = field(default_factory=Limits)
    network: Network = field(default_factory=Network)
    most: int = MOST_BYTES
    """Most bytes of an object: those of any file that is read."""
    _client: Minio | None = None
    _pool: GuardedPool | None = None
    _signed: bool = False
    """Whether there are keys."""

    def objects(self) -> Iterator[StoredObject]:
        """Yield what the bucket lists, in the order of the keys; a thousand are asked for at a time.

        Raises:
            ReadError: the bucket cannot be listed.
            SettingsError: the client is not installed, or the settings name no storage.
        """
        client, pool = self._opened()
        with storage_faults.told(str(self.location), pool, signed=self._signed):
            for one in client.list_objects(self.location.bucket, prefix=self.location.prefix or None, recursive=True):
                if one.object_name and not one.is_dir:
                    modified = one.last_modified.isoformat() if one.last_modified else ""
                    yield StoredObject(one.object_name, one.size or 0, one.etag or "", modified)

    def download(self, key: str, known: Version, file: Path) -> Version | None:
        """Write an object to a file and return its version; None where it is still the version known.

        It may take the seconds of the limits, and one more for each megabyte.

        Raises:
            PageRefused: the bucket does not give it.
            ReadError: it cannot be reached or exceeds a limit.
        """
        place = self.location.address(key)
        client, pool = self._opened()
        headers = {"If-None-Match": known.etag} if known.etag else None
        begun = time.monotonic()
        with storage_faults.told(place, pool, signed=self._signed):
            answer = pool.unless_same(lambda: client.get_object(self.location.bucket, key, request_headers=headers))
        if answer is None:
            return None
        # Errors of the file are no errors of the storage.
        with file.open("wb") as target:
            for block in self._blocks(place, answer, begun):
                target.write(block)
        return Version(answer.headers.get("ETag", ""))

    def _blocks(self, place: str, answer: BaseHTTPResponse, begun: float) -> Iterator[bytes]:
        from ingest.web.guarded_pool import blocks

        _, pool = self._opened()
        promised = answer.headers.get("Content-Length", "")
        size = int(promised) if promised.isdigit() else 0
        deadline = begun + self.limits.seconds + size / _MEGABYTE
        with storage_faults.told(place, pool, signed=self._signed):
            if size > self.most:
                answer.close()
                raise OverflowError
            yield from blocks(answer, deadline, self.most)

    def _opened(self) -> tuple[Minio, GuardedPool]:
        if self._client is None or self._pool is None:
            self._client, self._pool, self._signed = _connected(self.endpoint, self.limits, self.network)
        return self._client, self._pool


def _connected(endpoint: Endpoint, limits: Limits, network: Network) -> tuple[Minio, GuardedPool, bool]:
    """Return a client of the storage and its connections, none of them made yet, and whether there are keys."""
    try:
        from minio import Minio
    except ImportError as error:
        raise SettingsError("S3 버킷을 읽는 패키지가 설치되어 있지 않습니다.", "pip install 'geungeo[s3]'") from error
    from ingest.web.guarded_pool import GuardedPool

    address = parse_address(endpoint.url or AWS)
    if address.target != "/":
        raise SettingsError(
            f"s3_endpoint: 주소에 경로가 있습니다: {address}", "버킷은 빼고, 저장소의 주소만 적어 주세요."
        )
    pool, keys = GuardedPool(limits, network), _keys()
    try:
        client = Minio(
            endpoint=address.origin.partition("://")[2],
            secure=address.scheme == "https",
            region=endpoint.region or (REGION if endpoint.url else None),
            credentials=keys,
            http_client=pool,
        )
    except ValueError as error:
        raise SettingsError(f"s3_region: 지역의 이름이 아닙니다: {endpoint.region}", storage_faults.REGION) from error
    return client, pool, keys is not None


def _keys() -> Provider | None:
    """Return where the keys come from; None where there are none."""
    from minio.credentials import AWSConfigProvider, EnvAWSProvider

    for provider in (EnvAWSProvider(), AWSConfigProvider()):
        try:
            provider.retrieve()
        except ValueError:
            continue
        except configparser.Error:
            # Its words would repeat lines of the file.
            raise SettingsError("~/.aws/credentials: 프로필 파일의 꼴이 잘못되었습니다.", storage_faults.KEYS) from None
        return provider
    return None
