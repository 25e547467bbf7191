"""What was worked out for texts is remembered within bounds of number and length."""

from __future__ import annotations

import threading

import pytest

from assistant import memo


@pytest.fixture
def asked():
    return []


@pytest.fixture
def upper(asked):
    """Return a function that remembers, and notes what it had to work out."""

    @memo.memo(len)
    def work(text):
        asked.append(text)
        return text.upper()

    return work


def test_what_was_worked_out_is_the_same_object_again(upper, asked):
    first = upper("ab")
    assert first == "AB"
    assert upper("ab") is first
    assert asked == ["ab"]


def test_the_longest_unused_is_forgotten_first(upper, asked, monkeypatch):
    monkeypatch.setattr(memo, "TEXTS", 2)
    for text in ("a", "b", "a", "c", "a", "b"):
        upper(text)
    assert asked == ["a", "b", "c", "b"]


def test_long_texts_are_forgotten_sooner_and_the_last_one_stays(upper, asked, monkeypatch):
    monkeypatch.setattr(memo, "CHARACTERS", 10)
    for text in ("a" * 4, "b" * 4, "a" * 4, "c" * 30, "c" * 30, "a" * 4, "a" * 4):
        upper(text)
    assert asked == ["a" * 4, "b" * 4, "c" * 30, "a" * 4]


def test_what_was_forgotten_no_longer_counts(upper, asked, monkeypatch):
    monkeypatch.setattr(memo, "CHARACTERS", 10)
    for _ in range(5):
        upper("a" * 30)
        upper("b" * 30)
    asked.clear()
    for text in ("a" * 5, "b" * 5, "a" * 5, "b" * 5):
        upper(text)
    upper.cache_clear()
    upper("a" * 5)
    assert asked == ["a" * 5, "b" * 5, "a" * 5]


def test_two_threads_that_work_at_once_get_the_same_object():
    both = threading.Barrier(2, timeout=30)

    @memo.memo(len)
    def slow(text):
        both.wait()
        return [text]

    found = []
    threads = [threading.Thread(target=lambda: found.append(slow("a"))) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert found[0] is found[1]
