"""Prompts load whole, fill in every variable once, and say what is wrong with a file."""

from importlib.resources import files

import pytest

import prompts
from prompts import PromptError, load, parse

NAMES = sorted(path.name.removesuffix(".md") for path in files("prompts").iterdir() if path.name.endswith(".md"))
GOOD = '+++\nversion = 2\nvariables = ["question"]\n+++\n\n## system\n규칙\n\n## user\n질문: $question\n'


@pytest.mark.parametrize("name", NAMES)
def test_every_prompt_file_is_well_formed(name):
    prompt = load(name)
    assert prompt.version >= 1
    filled = prompt.messages(**{variable: f"<{variable}>" for variable in prompt.variables})
    assert filled[-1][0] == "user"
    assert all(any(f"<{variable}>" in text for _, text in filled) for variable in prompt.variables)


def test_the_files_that_answering_needs_are_there():
    assert {"answer", "repair", "rewrite", "judge"} <= set(NAMES)


def test_the_id_changes_with_the_text():
    assert parse("x", GOOD).id != parse("x", GOOD.replace("규칙", "규칙들")).id
    assert parse("x", GOOD).id.startswith("x@2-")


def test_a_dollar_sign_in_a_value_is_not_filled_in_again():
    ((_, _), (_, user)) = parse("x", GOOD).messages(question="$question ${HOME} $")
    assert user == "질문: $question ${HOME} $"


@pytest.mark.parametrize("values", [{}, {"question": "가", "other": "나"}])
def test_missing_and_unknown_variables_are_refused(values):
    with pytest.raises(PromptError, match="question"):
        parse("x", GOOD).messages(**values)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("## user\n글", "header"),
        (GOOD.replace("version = 2", "version ="), "x: "),
        (GOOD.replace("version = 2\n", ""), "version"),
        (GOOD.replace("## user", "## 사용자"), "user"),
        (GOOD.replace('["question"]', '["question", "as_of"]'), "as_of"),
        (GOOD.replace('["question"]', "[]"), "question"),
    ],
)
def test_a_malformed_file_is_named(content, complaint):
    with pytest.raises(PromptError, match=complaint):
        parse("x", content)


def test_an_unknown_prompt_is_refused():
    with pytest.raises(PromptError, match="nothing"):
        prompts.load("nothing")
