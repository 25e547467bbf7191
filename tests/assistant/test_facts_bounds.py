import pytest

from assistant.facts.bounds import bounded, contrary, near, stated
from assistant.facts.extraction import figures


def fact(text):
    [found] = figures(text)
    return found


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("최대 4억원을 준다", "최대 4억원"),
        ("최대 약 4억원을 준다", "최대 약 4억원"),
        ("30% 이상이다", "30% 이상"),
        ("역대 최대 4억원", ""),
        ("4억원을 준다", ""),
        ("약 4억원", ""),
    ],
)
def test_a_limit_is_quoted_with_its_word(text, limit):
    assert stated(text, fact(text)) == limit


@pytest.mark.parametrize("text", ["4억원까지", "한도는 4억원", "4억원 이내", "4억원 넘게"])
def test_a_claim_may_mark_a_limit_in_other_words(text):
    assert bounded(text, fact(text))


def test_limits_on_two_sides_deny_each_other():
    assert contrary("30% 이상", fact("30% 이상"), "30% 미만", fact("30% 미만"))
    assert not contrary("30% 이내", fact("30% 이내"), "최대 30%", fact("최대 30%"))
    assert not contrary("30%", fact("30%"), "30% 미만", fact("30% 미만"))


@pytest.mark.parametrize(
    ("claim", "exact", "same"),
    [
        ("약 1,100억원", "1,118억원", True),
        ("1,100억원 규모", "1,118억원", True),
        ("1,100억원", "1,118억원", False),
        ("약 1,200억원", "1,118억원", False),
        ("약 50억원", "54억원", False),
        ("40여 개국", "42개국", True),
        ("40여 개국", "38개국", False),
        ("1,100억원 이상", "1,118억원", True),
        ("1,200억원 이상", "1,118억원", False),
        ("약 1,100명", "1,118억원", False),
    ],
)
def test_a_figure_marked_as_about_so_much_is_the_exact_one_rounded(claim, exact, same):
    assert near(claim, fact(claim), fact(exact)) is same
