"""Templates: text stays text, nothing is missing in silence, layout reaches no browser, and every class has a style."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from jinja2 import TemplateError, UndefinedError
from jinja2 import nodes as kinds

from ui.messages import MESSAGES
from ui.page import theme
from ui.page.html import templates
from ui.page.html.markup import element

ROOT = Path(templates.__file__).parents[1]
EVERY = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.html"))
HOSTILE = "<script>alert(1)</script> \"a\" 'b' & \u202e거꾸로 \ud800"


@pytest.fixture
def written(tmp_path, monkeypatch):
    """Return a function that renders a source as a template of the page."""

    def render(source, **values):
        (tmp_path / "one.html").write_text(source, encoding="utf-8")
        monkeypatch.setattr(templates, "FOLDER", tmp_path)
        templates._environment.cache_clear()
        return templates.render("one.html", "ko", **values)

    yield render
    templates._environment.cache_clear()


def parsed(name):
    environment = templates._environment()
    source = environment.loader.get_source(environment, name)[0]
    return environment.parse(source)


def test_text_is_escaped_as_elsewhere(written):
    assert written('<p title="{{ a }}">{{ a }}</p>', a=HOSTILE) == element("p", HOSTILE, title=HOSTILE)
    assert written("{{ a }}", a=element("b", "<")) == "<b>&lt;</b>"


def test_a_missing_name_is_an_error_on_its_line(written):
    with pytest.raises(UndefinedError, match="missing"):
        written("<p>{{ missing }}</p>")
    with pytest.raises(TemplateError) as caught:
        written('<p\n  class="a">\n\n  {{ words(\n    1) }}\n  {% oops %}\n</p>')
    assert caught.value.lineno == 6


@pytest.mark.parametrize("value", [None, True, [], {"a": 1}])
def test_what_is_no_text_is_not_printed(written, value):
    with pytest.raises(TypeError, match=type(value).__name__):
        written("{{ value }}", value=value)


def test_a_message_is_said_in_the_language_of_the_reader(written):
    assert written("{{ say('history.run') }}") == MESSAGES["history.run"].ko


@pytest.mark.parametrize(
    ("source", "made"),
    [
        ("<ul>\n  <li>a</li>\n\n  <li>b</li>\n</ul>\n", "<ul><li>a</li><li>b</li></ul>"),
        ('<input name="a"\n  value="b">', '<input name="a" value="b">'),
        ("<p>\n  {{ 1 }}\n  {{ 2 }} {{ 3 }}\n</p>", "<p>12 3</p>"),
        ("<p>\n  some\n  words\n</p>", "<p>some words</p>"),
        ("{{ 1\n  + 2 }}{% if\n  true %}\n  <b>x</b>\n{% endif %}", "3<b>x</b>"),
    ],
)
def test_line_breaks_between_tags_are_layout(written, source, made):
    assert written(source) == made


def test_every_template_is_used_and_every_one_used_is_there():
    sources = [path.read_text("utf-8") for path in (*ROOT.rglob("*.py"), *ROOT.rglob("*.html"))]
    named = {one for text in sources for one in re.findall(r"""["']([a-z]+/[a-z]+\.html)["']""", text)}
    assert EVERY
    assert named == set(EVERY)


@pytest.mark.parametrize("name", EVERY)
def test_no_template_turns_text_into_markup(name):
    tree = parsed(name)
    assert {one.name for one in tree.find_all(kinds.Filter)} <= {"length"}
    assert not list(tree.find_all((kinds.ScopedEvalContextModifier, kinds.EvalContextModifier)))
    source = (ROOT / name).read_text("utf-8")
    assert not re.findall(r"<(?:script|style|iframe|object|embed)|\son\w+=|\sstyle=|javascript:", source)
    # Text that is not said by the catalogue is in one language only.
    assert not re.findall(r"[가-힣]", source)


@pytest.mark.parametrize("name", EVERY)
def test_every_attribute_is_quoted(name):
    outside = "".join(
        one.data for output in parsed(name).find_all(kinds.Output) for one in output.nodes if hasattr(one, "data")
    )
    assert outside
    assert not re.findall(r"=(?![\"])", re.sub(r'"[^"]*"', '""', outside))


@pytest.mark.parametrize("name", EVERY)
def test_every_class_has_a_style(name):
    source = (ROOT / name).read_text("utf-8")
    plain = re.sub(r"[\w-]*\{[{%].*?[}%]\}[\w-]*", " ", source)
    classes = {one for value in re.findall(r'class="([^"]*)"', plain) for one in value.split()}
    styled = set(re.findall(r"\.([a-zA-Z][\w-]*)", theme.style()))
    assert classes - styled == set()
