"""Which source a name, path or address means: `briefing.press`, `자료/`, `https://…/rss.xml`, `s3://press/2025`."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

from ingest.errors import SettingsError
from ingest.file_names import kept, legible
from ingest.registry import Kind, Source, stamped
from ingest.sources import briefing, lists
from ingest.web import object_storage
from ingest.web.addresses import is_address, parse
from ingest.web.download import Downloader
from ingest.web.object_storage import Endpoint, ObjectStorage


def recognised(
    text: str, downloader: Downloader, now: datetime, since: date | None = None, endpoint: Endpoint | None = None
) -> Source:
    """Return the source that is meant; an address is asked once, so that a slip does not wait for the first visit.

    `endpoint` is the storage that has the buckets; by default that of AWS.

    Raises:
        ReadError: an address cannot be reached, or is neither a feed nor a site map, or a bucket cannot be listed.
        SettingsError: there is no such folder or name, or a first day is given where none is asked for.
    """
    kind: Kind
    if text in briefing.LISTS:
        first = since or now.date() - timedelta(days=briefing.FIRST_DAYS)
        return Source(text, "briefing", stamped(now), first.isoformat())
    if since:
        raise SettingsError(
            f"{text}: 첫날(--since)은 정책브리핑 목록에만 정합니다.", f"이름: {', '.join(briefing.LISTS)}"
        )
    if object_storage.is_location(text):
        location, limits = object_storage.parse(text), downloader.limits
        next(ObjectStorage(location, endpoint or Endpoint(), limits, downloader.network).objects(), None)
        return Source(str(location), "bucket", stamped(now))
    if is_address(text):
        address = parse(text)
        kind = "feed" if lists.read(downloader.get(address).data, address).form == "feed" else "sitemap"
        return Source(str(address), kind, stamped(now))
    folder = Path(text).expanduser()
    if not folder.is_dir():
        raise SettingsError(
            f"폴더도 주소도 아닙니다: {legible(text)}",
            "폴더, 피드나 사이트맵의 주소(https://…), 버킷(s3://버킷/경로), 또는"
            f" {', '.join(briefing.LISTS)} 가운데 하나를 적어 주세요.",
        )
    return Source(kept(folder.resolve()), "folder", stamped(now))


def named(text: str) -> str:
    """Return the place by which a source is kept, of a name, path or address as it is typed."""
    if text in briefing.LISTS:
        return text
    if object_storage.is_location(text):
        return str(object_storage.parse(text))
    return str(parse(text)) if is_address(text) else kept(Path(text).expanduser().resolve())
