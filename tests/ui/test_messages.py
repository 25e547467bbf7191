"""Tests of the message catalogue: both languages whole, and every key that is said exists."""

from __future__ import annotations

import re
import string
from pathlib import Path
from typing import get_args

import pytest

from assistant.answers import RefusalReason
from ui.messages import LANGUAGES, MESSAGES, both, say


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("key", MESSAGES)
def test_both_languages_are_written_and_take_the_same_values(key: str) -> None:
    message = MESSAGES[key]
    assert message.ko.strip()
    assert message.en.strip()
    assert fields(message.ko) == fields(message.en)


@pytest.mark.parametrize("key", [key for key in MESSAGES if key.startswith(("help.", "refusal.", "try."))])
def test_korean_is_korean_and_english_is_not(key: str) -> None:
    assert re.search("[가-힣]", MESSAGES[key].ko)
    assert not re.search("[가-힣]", MESSAGES[key].en)


def test_every_refusal_has_its_sentence_and_its_advice() -> None:
    for reason in get_args(RefusalReason):
        opening = "아니요." if reason == "unsupported_premise" else "문서에서 확인되지 않습니다."
        assert say(f"refusal.{reason}", "ko").startswith(opening)
        assert say(f"try.{reason}", "ko")


def test_every_key_said_in_ui_exists_and_none_is_idle(root: Path) -> None:
    # Shows no dead message and no KeyError waiting in a branch that tests do not reach.
    files = (path for kind in ("*.py", "*.html") for path in (root / "ui").rglob(kind))
    source = "".join(path.read_text(encoding="utf-8") for path in files if path.parent.name != "messages")
    source = source.replace("'", '"')
    said = set(re.findall(r'(?:say|both|_description)\(\s*"([a-z_.]+[a-z_])"', source))
    assert said <= set(MESSAGES)
    begun = re.findall(r'f"([a-z_]+\.)\{|say\("([a-z_]+\.)" ~', source)
    families = tuple(one for pair in begun for one in pair if one)
    assert [key for key in MESSAGES if f'"{key}"' not in source and not key.startswith(families)] == []


def test_say_fills_in_values_and_refuses_missing_ones() -> None:
    assert say("reply.page", "ko", page=3) == "3쪽"
    assert say("reply.page", "en", page=3) == "p. 3"
    with pytest.raises(KeyError):
        say("reply.page", "ko")
    with pytest.raises(KeyError):
        say("no such key", "ko")


def test_both_puts_korean_first_unless_a_language_is_chosen() -> None:
    assert both("group.options", None) == "옵션 / options"
    assert [both("group.options", language) for language in LANGUAGES] == ["옵션", "options"]
