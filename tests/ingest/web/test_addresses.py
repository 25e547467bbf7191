import pytest

from ingest.errors import ReadError
from ingest.web.addresses import is_address, parse, public


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("HTTPS://News.Example:443/a?b=1#c", "https://news.example/a?b=1"),
        ("http://news.example:8080", "http://news.example:8080/"),
        ("https://news.example/소식?제목=빨래방", "https://news.example/%EC%86%8C%EC%8B%9D?%EC%A0%9C%EB%AA%A9=%EB%B9%A8%EB%9E%98%EB%B0%A9"),
        ("https://news.example/%EC%86%8C", "https://news.example/%EC%86%8C"),
        ("https://한글.example/", "https://xn--bj0bj06e.example/"),
        ("http://[::1]:80/", "http://[::1]/"),
    ],
)  # fmt: skip
def test_an_address_has_one_plain_form(text: str, plain: str) -> None:
    assert str(parse(text)) == plain
    assert str(parse(plain)) == plain


def test_a_relative_address_is_read_against_its_page() -> None:
    assert str(parse("../b", parse("https://a.example/x/y"))) == "https://a.example/b"


@pytest.mark.parametrize(
    "text", ["ftp://a.example/", "file:///etc/passwd", "https://", "http://u:p@a.example/", "http://a.example:99999/"]
)
def test_other_addresses_are_refused_with_a_hint(text: str) -> None:
    with pytest.raises(ReadError) as caught:
        parse(text)
    assert caught.value.hint
    assert "u:p" not in caught.value.message


def test_paths_are_no_addresses() -> None:
    assert is_address("HTTPS://a.example")
    assert not any(map(is_address, ["자료", "./http", "C:/http:/", "https"]))


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.0.9", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1%eth0", "fd00:ec2::254", "::ffff:127.0.0.1", "::ffff:169.254.169.254",
        "64:ff9b::7f00:1", "2002:7f00:1::", "ff02::1", "no address",
    ],
)  # fmt: skip
def test_addresses_of_this_machine_and_its_network_are_not_public(address: str) -> None:
    assert not public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "211.234.100.1", "2001:4860:4860::8888", "::ffff:8.8.8.8"])
def test_addresses_of_the_open_internet_are(address: str) -> None:
    assert public(address)
