"""Faults of an object storage: what an error of the client, the connection or the storage means, and what to do.

Of the storage's own words the code alone is told; others may hold parts of a key.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from ingest.errors import GeungeoError, PageRefused, ReadError
from ingest.file_names import legible
from ingest.web.download import retry_after

if TYPE_CHECKING:
    from minio.error import S3Error

    from ingest.web.guarded_pool import GuardedPool

ENDPOINT = "설정 s3_endpoint(GEUNGEO_S3_ENDPOINT)가 S3 규약을 쓰는 저장소의 주소인지 확인해 주세요."
REGION = "설정 s3_region(GEUNGEO_S3_REGION)에 버킷이 있는 지역을 적어 주세요."
KEYS = "AWS_ACCESS_KEY_ID와 AWS_SECRET_ACCESS_KEY, 또는 ~/.aws/credentials의 프로필(AWS_PROFILE)을 확인해 주세요."
_RIGHTS = "이 키에 버킷의 목록 보기(ListBucket)와 읽기(GetObject) 권한이 있는지 확인해 주세요."
_LATER = "잠시 뒤 다시 해 주세요."
_WRONG_KEY = frozenset(
    {"InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken", "TokenRefreshRequired"}
)
_WRONG_REGION = frozenset({"PermanentRedirect", "TemporaryRedirect", "AuthorizationHeaderMalformed"})
_REDIRECTED = frozenset({301, 302, 303, 307, 308})
_DENIED = 403
_TROUBLE = 500
_TOO_LARGE = 413
_MEGABYTE = 1 << 20


@contextmanager
def told(place: str, pool: GuardedPool, *, signed: bool) -> Iterator[None]:
    """Turn what goes wrong into an error of the product about `place`; `signed` says whether there were keys.

    Raises:
        PageRefused: the storage answered, and it is about this object or bucket alone.
        ReadError: it cannot be reached, is no S3 storage, or does not take the keys.
    """
    from minio.error import MinioException, S3Error
    from urllib3.exceptions import HTTPError

    place = legible(place)
    try:
        yield
    except GeungeoError:
        raise
    except S3Error as error:
        raise _refused(place, error, signed=signed) from error
    except OverflowError as error:
        raise PageRefused(f"{place}: 읽을 수 있는 크기를 넘습니다.", "작게 나누어 올려 주세요.", _TOO_LARGE) from error
    except (HTTPError, HTTPException, OSError) as error:
        raise _unreached(place, error, pool) from error
    except (MinioException, ParseError, ValueError) as error:
        raise _strange(place, pool.status) from error


def _refused(place: str, error: S3Error, *, signed: bool) -> ReadError:
    code, status = error.code or "", error.response.status
    told = f"{code} {status}".strip()
    wait = retry_after(error.response.headers.get("Retry-After") or "", time.time())
    if code == "NoSuchBucket":
        return PageRefused(f"{place}: 버킷이 없습니다 ({told}).", f"버킷의 이름을 확인해 주세요. {ENDPOINT}", status)
    if code in _WRONG_REGION or status in _REDIRECTED:
        return ReadError(f"{place}: 버킷이 다른 지역에 있습니다 ({told}).", REGION)
    if code in _WRONG_KEY:
        return ReadError(f"{place}: 저장소가 키를 받지 않습니다 ({told}).", KEYS)
    if code == "RequestTimeTooSkewed":
        return ReadError(f"{place}: 이 컴퓨터의 시계가 저장소와 다릅니다 ({told}).", "시계를 맞추어 주세요.")
    if status == _DENIED and not signed:
        return PageRefused(f"{place}: 키 없이는 보여 주지 않습니다 ({told}).", KEYS, status)
    if status == _DENIED:
        return PageRefused(f"{place}: 저장소가 보여 주지 않습니다 ({told}).", _RIGHTS, status)
    return PageRefused(f"{place}: 저장소가 주지 않았습니다 ({told}).", _LATER, status, wait)


def _strange(place: str, status: int) -> ReadError:
    """Return what an answer means that is not of S3: an error of a gateway, a web page."""
    said = f"{place}: S3 규약의 답이 아닙니다 ({status or '답 없음'})."
    return PageRefused(said, _LATER, status) if status >= _TROUBLE else ReadError(said, ENDPOINT)


def _unreached(place: str, error: Exception, pool: GuardedPool) -> ReadError:
    from urllib3.exceptions import NewConnectionError, SSLError
    from urllib3.exceptions import TimeoutError as TookTooLong

    # The library counts a refused connection among those that took too long.
    if isinstance(error, TimeoutError | TookTooLong) and not isinstance(error, NewConnectionError):
        seconds = f"{pool.limits.seconds:g}"
        return ReadError(
            f"{place}: {seconds}초 안에 받지 못했습니다.",
            "잠시 뒤 다시 하거나 설정 web_seconds(GEUNGEO_WEB_SECONDS)를 늘려 주세요.",
        )
    if isinstance(error, SSLError):
        return ReadError(f"{place}: 저장소와 안전한 연결을 맺지 못했습니다.", ENDPOINT)
    return ReadError(f"{place}: 저장소에 연결하지 못했습니다 ({type(error).__name__}).", ENDPOINT)
