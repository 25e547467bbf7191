import pytest

from ingest.web.robots import allowed

BOARD = "User-agent: *\nDisallow: /\nAllow: /board/\nAllow: /$\n\nUser-agent: Other\nDisallow:\n"


@pytest.mark.parametrize(
    ("rules", "target", "may"),
    [
        ("", "/a", True),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: *\nDisallow: /", "/a", False),
        ("\ufeffuser-AGENT: * # all\r\nDISALLOW: /a", "/abc", False),
        (BOARD, "/board/7?x=1", True),
        (BOARD, "/", True),
        (BOARD, "/secret", False),
        ("User-agent: *\nDisallow: /*?print=", "/a?print=1", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf?x", True),
        ("User-agent: *\nDisallow: /a*b*c$", "/abbc", False),
        ("User-agent: *\nDisallow: /소식", "/%EC%86%8C%EC%8B%9D/1", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: geungeo\nDisallow: /x", "/a", True),
        ("User-agent: *\nDisallow:\n\nUser-agent: a\nUser-agent: Geungeo\nDisallow: /", "/a", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: geungeo\nDisallow:", "/a", True),
        ("Disallow: /\nno rule at all\x00", "/a", True),
        ("User-agent: *\nAllow: /a\nDisallow: /a", "/a", True),
    ],
)
def test_the_longest_rule_of_the_nearest_group_decides(rules: str, target: str, may: bool) -> None:
    assert allowed(rules, "geungeo", target) is may
