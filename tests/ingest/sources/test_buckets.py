"""A store keeps up with buckets of S3 as with folders, and says in words what a storage refuses."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from bigrams import Bigrams
from buckets import KEY, SECRET, Storage, notice, serving
from clocks import START, Clock
from ingest import registry, withdrawals
from ingest.errors import GeungeoError, SettingsError, StoreFull
from ingest.settings import IngestSettings
from ingest.sources import backoff, buckets, reading
from ingest.sources.recognition import named, recognised
from ingest.sources.synchronisation import Visited, synchronise
from ingest.store import Store
from ingest.web import originals
from ingest.web.download import Downloader, Limits, Network, Version
from ingest.web.object_storage import Endpoint, ObjectStorage, parse

minio = pytest.importorskip("minio", reason="the extra geungeo[s3] is not installed")

pytestmark = pytest.mark.integration

LIMITS = Limits(1, 5, private=True)
PLACE = "s3://haesol/press/"


@dataclass(frozen=True)
class Server:
    """A server and how its one bucket is written to."""

    address: str
    put: Callable[[str, str], None]
    remove: Callable[[str], None]


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("AWS_SESSION_TOKEN", "AWS_PROFILE", "AWS_ACCESS_KEY", "AWS_SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def storage() -> Iterator[Storage]:
    with serving(Storage()) as opened:
        yield opened


@pytest.fixture(params=["stand-in", "moto"])
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    """The stand-in of these tests, and a server of another project that speaks S3."""
    if request.param == "stand-in":
        with serving(Storage(page=2)) as opened:
            yield Server(opened.address, opened.put, opened.remove)
        return
    moto = pytest.importorskip("moto.server", reason="moto[s3] and flask-cors are not installed")
    running = moto.ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    running.start()
    try:
        host, port = running.get_host_and_port()
        client = minio.Minio(f"{host}:{port}", KEY, SECRET, secure=False, region="us-east-1")
        client.make_bucket("haesol")

        def put(key: str, text: str) -> None:
            client.put_object("haesol", key, BytesIO(text.encode()), len(text.encode()))

        yield Server(f"http://{host}:{port}", put, lambda key: client.remove_object("haesol", key))
    finally:
        running.stop()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    settings = IngestSettings(store=tmp_path / "store", allow_private=True, web_seconds=5, file_seconds=0)
    with Store.open(settings, create=True, embedding=Bigrams()) as opened:
        yield opened


def follow(store: Store, address: str, place: str = PLACE) -> str:
    store.settings = replace(store.settings, s3_endpoint=address)
    found = recognised(place, Downloader(LIMITS), START, endpoint=Endpoint(address))
    with store.catalogue.transaction() as connection:
        assert registry.add(connection, found)
    return found.place


def sync(store: Store, clock: Clock, **options: Any) -> Visited:
    (visit,) = synchronise(store, clock=clock, **options)
    return visit


def held(store: Store) -> dict[str, tuple[int, str]]:
    found = (store.document(record.id) for record in store.documents())
    return {one.id: (one.version, one.text) for one in found if one}


def states(store: Store) -> dict[registry.State, int]:
    return registry.counts(store.catalogue.connection, PLACE)


def withdrawn(store: Store) -> list[str]:
    return [one.document_id for one in withdrawals.of_source(store.catalogue.connection, PLACE)]


def failure(storage: Storage, **changes: Any) -> GeungeoError:
    """Return the error that listing the bucket ends with."""
    opened = ObjectStorage(parse(PLACE), changes.pop("endpoint", Endpoint(storage.address)), LIMITS, **changes)
    with pytest.raises(GeungeoError) as caught:
        list(opened.objects())
    return caught.value


def test_a_bucket_is_kept_up_with_and_what_is_gone_is_withdrawn(server: Server, store: Store, clock: Clock) -> None:
    for name in ("가온 나루", "b//둘", "c"):
        server.put(f"press/{name}.txt", f"가온부는 {name} 3곳을 고친다.\n")
    server.put("other/d.txt", "가온부는 우물 2곳을 고친다.\n")
    follow(store, server.address)
    first = sync(store, clock)
    assert (first.outcome, first.added, first.failures, first.left) == ("read", 3, (), 0)
    assert sorted(held(store)) == [f"{PLACE}b//둘.txt", f"{PLACE}c.txt", f"{PLACE}가온 나루.txt"]
    document = store.document(f"{PLACE}c.txt")
    assert document
    assert document.uri == f"{PLACE}c.txt"
    again = sync(store, clock)
    assert (again.added, again.updated, again.withdrawn, again.failures) == (0, 0, 0, ())
    server.put("press/c.txt", "가온부는 c 5곳을 고친다.\n")
    server.remove("press/b//둘.txt")
    later = sync(store, clock)
    assert (later.added, later.updated, later.withdrawn) == (0, 1, 1)
    assert held(store)[f"{PLACE}c.txt"][0] == 2
    assert withdrawn(store) == [f"{PLACE}b//둘.txt"]
    assert len(held(store)) == 3, "the document stays"
    server.put("press/b//둘.txt", "가온부는 b//둘 3곳을 고친다.\n")
    back = sync(store, clock)
    assert (back.returned, back.added, withdrawn(store)) == (1, 0, [])
    assert states(store) == {"held": 3}


def test_a_second_visit_asks_for_the_list_alone(storage: Storage, store: Store, clock: Clock) -> None:
    storage.page = 40
    storage.fill(100)
    follow(store, storage.address)
    storage.asked.clear()
    assert sync(store, clock).added == 100
    assert [one for one in storage.asked if one[0] == "list"] == [("list", 200)] * 3, "a part at a time"
    storage.asked.clear()
    visit = sync(store, clock)
    assert (visit.added, visit.updated, storage.read(), len(storage.asked)) == (0, 0, [], 3)


def test_the_same_bytes_written_anew_are_asked_for_on_a_condition_and_make_no_version(
    storage: Storage, store: Store, clock: Clock
) -> None:
    storage.fill(2)
    follow(store, storage.address)
    sync(store, clock)
    storage.put("press/1.txt", notice(1))
    visit = sync(store, clock)
    assert (visit.updated, visit.unchanged, storage.asked[-1]) == (0, 1, ("press/1.txt", 304))
    assert len(list((store.settings.store / "web").rglob("*.txt"))) == 2
    assert not list((store.settings.store / "web").rglob(".arriving"))


def test_an_empty_or_missing_list_withdraws_nothing(storage: Storage, store: Store, clock: Clock) -> None:
    storage.fill(3)
    follow(store, storage.address)
    sync(store, clock)
    everything, storage.objects = storage.objects, {}
    assert "객체가 없습니다" in sync(store, clock).source.error
    storage.objects, storage.bucket = everything, "elsewhere"
    assert "버킷이 없습니다" in sync(store, clock, retry=True).source.error
    storage.bucket, storage.page, storage.broken = "haesol", 2, {"1": (500, "InternalError")}
    assert "InternalError 500" in sync(store, clock, retry=True).source.error, "the second part of the list fails"
    storage.broken, storage.answers = {}, {"list": (200, "application/xml", b"<ListBucketResult><Contents><Key>pre")}
    assert sync(store, clock, retry=True).outcome == "failed"
    storage.answers = {}
    good, storage.address = storage.address, "http://127.0.0.1:9"
    store.settings = replace(store.settings, s3_endpoint=storage.address)
    assert "연결하지 못했습니다" in sync(store, clock, retry=True).source.error
    assert (withdrawn(store), states(store)) == ([], {"held": 3})
    store.settings = replace(store.settings, s3_endpoint=good)
    assert sync(store, clock, retry=True).outcome == "read"


def test_a_failing_bucket_waits_longer_each_time(storage: Storage, store: Store, clock: Clock) -> None:
    storage.fill(1)
    follow(store, storage.address)
    storage.broken = {"0": (503, "SlowDown")}
    assert sync(store, clock).source.due == registry.stamped(START + timedelta(minutes=1))
    assert sync(store, clock).outcome == "waiting"
    clock.pass_by(minutes=1)
    assert sync(store, clock).source.due == registry.stamped(clock.now + timedelta(minutes=5))
    storage.broken = {}
    clock.pass_by(minutes=5)
    assert sync(store, clock).added == 1


def test_an_object_that_fails_is_tried_again_later_and_then_given_up(
    storage: Storage, store: Store, clock: Clock
) -> None:
    storage.fill(3)
    storage.broken = {"press/2.txt": (403, "AccessDenied")}
    follow(store, storage.address)
    first = sync(store, clock)
    assert (first.outcome, first.added, first.left) == ("read", 2, 1)
    assert [(one.path, "GetObject" in one.hint) for one in first.failures] == [(f"{PLACE}2.txt", True)]
    assert sync(store, clock).failures == (), "not before a minute"
    for _ in range(backoff.MOST_ATTEMPTS - 1):
        clock.pass_by(days=1)
        last = sync(store, clock)
    assert (last.given_up, states(store)) == (1, {"held": 2, "dead": 1})
    storage.broken = {}
    asked = len(storage.read("press/2.txt"))
    sync(store, clock)
    assert len(storage.read("press/2.txt")) == asked
    storage.put("press/2.txt", notice(2))
    assert sync(store, clock).added == 1, "written anew"


def test_what_was_given_up_is_tried_at_once_when_asked(
    storage: Storage, store: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MOST_ATTEMPTS", 1)
    storage.fill(1)
    storage.broken = {"press/1.txt": (403, "AccessDenied")}
    follow(store, storage.address)
    assert sync(store, clock).given_up == 1
    storage.broken = {}
    assert sync(store, clock, retry=True).added == 1


def test_a_storage_that_stops_answering_is_left_alone_and_nothing_is_given_up(
    storage: Storage, store: Store, clock: Clock
) -> None:
    storage.fill(9)
    follow(store, storage.address)
    storage.broken = {f"press/{number}.txt": (503, "SlowDown") for number in range(3, 10)}
    for _ in range(2 * backoff.MOST_ATTEMPTS):
        visit = sync(store, clock)
        assert visit.outcome == "failed"
        clock.pass_by(days=2)
    assert "dead" not in states(store)
    storage.broken = {}
    assert sync(store, clock).added == 7


def test_a_storage_that_asks_for_rest_gets_it(storage: Storage, store: Store, clock: Clock) -> None:
    storage.fill(3)
    follow(store, storage.address)
    storage.broken, storage.headers = {"press/1.txt": (429, "TooManyRequests")}, {"Retry-After": "7200"}
    visit = sync(store, clock)
    assert (visit.outcome, storage.read()) == ("failed", ["press/1.txt"])
    assert visit.source.due == registry.stamped(START + timedelta(hours=2))


def test_keys_that_expire_in_the_middle_give_nothing_up(storage: Storage, store: Store, clock: Clock) -> None:
    storage.fill(20)
    follow(store, storage.address)
    storage.broken = {f"press/{number}.txt": (403, "ExpiredToken") for number in range(1, 21)}
    visit = sync(store, clock)
    assert (visit.outcome, len(storage.read())) == ("failed", reading.STRIKES)
    assert "키를 받지 않습니다" in visit.source.error


def test_what_changed_and_is_gone_before_it_was_read_is_withdrawn(storage: Storage, store: Store, clock: Clock) -> None:
    storage.fill(2)
    follow(store, storage.address)
    sync(store, clock)
    storage.put("press/1.txt", "해솔부는 다른 말을 한다.\n")
    storage.put("press/3.txt", notice(3))
    storage.broken = {f"press/{number}.txt": (403, "AccessDenied") for number in (1, 3)}
    assert len(sync(store, clock).failures) == 2
    storage.remove("press/1.txt")
    storage.remove("press/3.txt")
    visit = sync(store, clock)
    assert (visit.withdrawn, withdrawn(store), states(store)) == (1, [f"{PLACE}1.txt"], {"held": 1, "withdrawn": 1})


def test_a_document_removed_by_hand_stays_away_until_its_object_changes(
    storage: Storage, store: Store, clock: Clock
) -> None:
    storage.fill(2)
    follow(store, storage.address)
    sync(store, clock)
    store.remove([f"{PLACE}1.txt"])
    sync(store, clock)
    assert list(held(store)) == [f"{PLACE}2.txt"]
    storage.put("press/1.txt", notice(7))
    assert sync(store, clock).added == 1


def test_an_object_larger_than_a_file_may_be_is_not_downloaded(storage: Storage, tmp_path: Path) -> None:
    storage.put("press/1.txt", "가" * 1000)
    opened = ObjectStorage(parse(PLACE), Endpoint(storage.address), LIMITS, most=500)
    with pytest.raises(GeungeoError, match="크기를 넘습니다") as caught:
        opened.download("press/1.txt", Version(), tmp_path / "1.txt")
    assert caught.value.status == 413  # type: ignore[attr-defined]
    assert (tmp_path / "1.txt").read_bytes() == b""


def test_a_full_disk_is_not_the_fault_of_the_storage(
    storage: Storage, store: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage.fill(1)
    follow(store, storage.address)
    monkeypatch.setattr(originals, "arriving", lambda *_: full(store))
    with pytest.raises(StoreFull):
        sync(store, clock)
    assert states(store) == {"pending": 1}


def full(store: Store) -> Path:
    """Return a file to which nothing can be written."""
    home = store.settings.store / "web" / "a" / ".arriving"
    home.mkdir(parents=True)
    (home / "full").symlink_to("/dev/full")
    return home / "full"


def test_an_object_that_does_not_arrive_in_time_is_named(storage: Storage, store: Store, clock: Clock) -> None:
    storage.fill(1)
    follow(store, storage.address)
    storage.slow = 3
    store.settings = replace(store.settings, web_seconds=1)
    (failed,) = sync(store, clock).failures
    assert "1초 안에" in failed.error
    assert states(store) == {"failed": 1}


def test_what_a_folder_would_pass_over_is_passed_over(storage: Storage, store: Store, clock: Clock) -> None:
    page = "<html><body><p>가온부는 나루 3곳을 고친다. 누구나 쓸 수 있다.</p></body></html>"
    files = (
        "알림.html",
        "알림_files/광고.html",
        "자료/알림_files/a.txt",
        ".숨김/b.txt",
        "./c.txt",
        "d.css",
        "e/",
        ".f.txt",
    )
    for name in files:
        storage.put(f"press/{name}", page)
    storage.put("press/g.txt", "2025-11-24 09:00:00 INFO started\n" * 9)
    follow(store, storage.address)
    visit = sync(store, clock)
    assert (visit.failures, sorted(held(store))) == ((), [f"{PLACE}알림.html", f"{PLACE}자료/알림_files/a.txt"])
    storage.asked.clear()
    sync(store, clock)
    assert storage.read() == [], "a log is not downloaded each time"


def test_a_saved_page_is_known_below_a_path_with_the_same_name() -> None:
    assert buckets.documents(["a_files/a.html", "a_files/a_files/b.html"], "a_files/") == ("a_files/a.html",)


def test_a_corpus_of_records_is_refused_with_words(storage: Storage, store: Store, clock: Clock) -> None:
    storage.put("press/a.jsonl", '{"id": "a", "title": "나루", "text": "가온부는 나루 3곳을 고친다."}\n')
    follow(store, storage.address)
    (failed,) = sync(store, clock).failures
    assert "JSON Lines" in failed.error


def test_storages_of_this_machine_are_not_asked_unless_allowed(storage: Storage) -> None:
    opened = ObjectStorage(parse(PLACE), Endpoint(storage.address), Limits(1, 5))
    with pytest.raises(GeungeoError, match="내부망"):
        list(opened.objects())
    assert storage.asked == []


def test_the_address_that_was_checked_is_the_one_that_is_asked(storage: Storage) -> None:
    port = storage.address.rpartition(":")[2]
    asked: list[str] = []

    def resolve(host: str, _: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    storage.fill(1)
    endpoint = Endpoint(f"http://storage.invalid:{port}")
    opened = ObjectStorage(parse(PLACE), endpoint, LIMITS, Network(resolve=resolve))
    assert [one.key for one in opened.objects()] == ["press/1.txt"]
    assert asked == ["storage.invalid"], "resolved once, and connected to what was resolved"


@pytest.mark.parametrize(
    ("status", "code", "said", "hint"),
    [
        (403, "SignatureDoesNotMatch", "키를 받지 않습니다", "AWS_SECRET_ACCESS_KEY"),
        (403, "RequestTimeTooSkewed", "시계", "시계"),
        (403, "AccessDenied", "보여 주지 않습니다", "ListBucket"),
        (404, "NoSuchBucket", "버킷이 없습니다", "GEUNGEO_S3_ENDPOINT"),
        (301, "PermanentRedirect", "다른 지역", "GEUNGEO_S3_REGION"),
        (400, "AuthorizationHeaderMalformed", "다른 지역", "GEUNGEO_S3_REGION"),
        (503, "SlowDown", "SlowDown 503", "잠시 뒤"),
    ],
)
def test_a_refusal_says_what_is_wrong_and_what_to_do(
    storage: Storage, status: int, code: str, said: str, hint: str
) -> None:
    storage.broken = {"0": (status, code)}
    error = failure(storage)
    assert said in error.message
    assert hint in error.hint
    assert error.message.startswith(PLACE)
    assert SECRET not in f"{error.message}{error.hint}"
    assert KEY not in f"{error.message}{error.hint}"


@pytest.mark.parametrize(
    "answer",
    [
        (200, "text/html", b"<html><p>welcome"),
        (404, "application/json", b"{}"),
        (404, "text/html", b"<html>"),
        (200, "application/xml", b"<ListBucketResult><IsTruncated>"),
        (204, "text/plain", b""),
        (200, "application/xml", b"\x00\xff"),
    ],
)
def test_a_server_that_does_not_speak_s3_is_named(storage: Storage, answer: tuple[int, str, bytes]) -> None:
    storage.answers = {"list": answer}
    error = failure(storage)
    assert "S3 규약의 답이 아닙니다" in error.message
    assert "GEUNGEO_S3_ENDPOINT" in error.hint


def test_a_server_without_the_right_name_or_protocol_is_named(storage: Storage) -> None:
    secure = Endpoint(storage.address.replace("http:", "https:"))
    assert "안전한 연결" in failure(storage, endpoint=secure).message

    def nowhere(_: str, __: int) -> list[str]:
        raise OSError(-2, "Name or service not known")

    error = failure(storage, endpoint=Endpoint("http://storage.invalid"), network=Network(resolve=nowhere))
    assert "주소를 찾지 못했습니다" in error.message


def test_keys_come_from_the_environment_or_a_profile_and_none_is_needed_for_an_open_bucket(
    storage: Storage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def read() -> list[str]:
        return [one.key for one in ObjectStorage(parse(PLACE), Endpoint(storage.address), LIMITS).objects()]

    storage.fill(1)
    assert read() == ["press/1.txt"]
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "WRONG")
    assert "InvalidAccessKeyId" in failure(storage).message
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    error = failure(storage)
    assert "키 없이는" in error.message
    assert "AWS_PROFILE" in error.hint
    profile = f"[press]\naws_access_key_id = {KEY}\naws_secret_access_key = {SECRET}\n"
    (tmp_path / "credentials").write_text(profile, "utf-8")
    assert "키 없이는" in failure(storage).message
    monkeypatch.setenv("AWS_PROFILE", "press")
    assert read() == ["press/1.txt"]
    (tmp_path / "credentials").write_text(f"aws_secret_access_key = {SECRET}\n", "utf-8")
    error = failure(storage)
    assert "프로필 파일" in error.message
    assert SECRET not in f"{error.message}{error.__context__ if not error.__suppress_context__ else ''}"
    (tmp_path / "credentials").unlink()
    monkeypatch.delenv("AWS_PROFILE")
    storage.open = True
    assert read() == ["press/1.txt"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("s3://haesol", "s3://haesol/"),
        ("S3://haesol/", "s3://haesol/"),
        ("s3://haesol/press", "s3://haesol/press/"),
        (" s3://haesol/보도 자료/2025/ ", "s3://haesol/보도 자료/2025/"),
    ],
)
def test_a_bucket_has_one_name_however_it_is_typed(text: str, place: str) -> None:
    assert named(text.strip()) == place
    assert str(parse(text)) == place


@pytest.mark.parametrize(
    "text", ["s3://", "s3://a", f"s3://{KEY}:{SECRET}@haesol/a", f"s3://{KEY}@haesol", "s3://haesol:9000/a", "s3://_x_"]
)
def test_an_address_with_a_key_or_without_a_bucket_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(SettingsError) as caught:
        named(text)
    assert "s3://" in caught.value.message
    assert KEY not in caught.value.message
    assert SECRET not in caught.value.message


def test_settings_that_name_no_storage_are_named(storage: Storage) -> None:
    assert "경로" in failure(storage, endpoint=Endpoint(f"{storage.address}/haesol")).message
    assert "s3_region" in failure(storage, endpoint=Endpoint(storage.address, "no region!")).message


def test_without_the_client_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch, storage: Storage) -> None:
    monkeypatch.setitem(sys.modules, "minio", None)
    error = failure(storage)
    assert "geungeo[s3]" in error.hint


def test_a_list_without_end_is_refused(
    storage: Storage, store: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(buckets, "MOST", 2)
    storage.fill(3)
    follow(store, storage.address)
    assert "2개를 넘습니다" in sync(store, clock).source.error
