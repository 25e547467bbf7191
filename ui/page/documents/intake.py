"""HTML of the upload area and the progress of each uploaded file."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from ingest.collections import DEFAULT
from ui.messages import Language, say
from ui.page.documents.jobs import Job
from ui.page.documents.uploads import LARGEST, PATH
from ui.page.html.markup import element


def intake(jobs: Sequence[Job], language: Language, collections: Sequence[str] = (DEFAULT,)) -> Markup:
    """Return the drop area, with a choice of several collections, and the visitor's files, the latest first."""
    active = any(job.active for job in jobs)
    chooser = element(
        "label",
        say("intake.choose", language),
        element("input", type="file", multiple="multiple", class_="hidden"),
        class_="quiet",
    )
    return element(
        "section",
        element("h2", say("intake.heading", language), class_="heading"),
        element(
            "div",
            element("p", say("intake.drop", language), " ", chooser),
            element("p", say("intake.kinds", language, size=LARGEST >> 20), class_="hint"),
            *([_into(collections, language)] if len(collections) > 1 else []),
            class_="drop",
        ),
        # The files still on their way are written here by the panel's script.
        element("ol", class_="files sending"),
        *([_files(jobs, language)] if jobs else []),
        class_="intake",
        data_active="1" if active else None,
        data_path=PATH,
        data_largest=LARGEST,
        data_sending=say("intake.sending", language),
        data_lost=say("intake.lost", language),
    )


def _into(collections: Sequence[str], language: Language) -> Markup:
    options = [element("option", name, value=name) for name in collections]
    label = element("span", say("intake.collection", language))
    return element("label", label, " ", element("select", *options, name="collection"), class_="into")


def _files(jobs: Sequence[Job], language: Language) -> Markup:
    finished = any(not job.active for job in jobs)
    clear = element("button", say("intake.clear", language), type="button", class_="link", data_act="clear")
    return element(
        "div",
        element("h3", say("intake.list", language), class_="hidden"),
        element("ol", *(_file(job, language) for job in jobs), class_="files", role="status"),
        *([clear] if finished else []),
    )


def _file(job: Job, language: Language) -> Markup:
    said = say(f"intake.{job.stage}", language)
    if job.collection != DEFAULT:
        said = f"{said} · {job.collection}"
    if job.outcome:
        said = f"{said} · {say(f'intake.{job.outcome}', language)}"
    parts = [element("bdi", job.name, class_="name"), element("span", said, class_="stage")]
    if job.active:
        parts.append(element("span", class_="bar moving", aria_hidden="true"))
    message, hint = job.message, job.hint
    if job.stage == "failed" and not message:
        message, hint = say("intake.trouble", language), say("intake.trouble.hint", language)
    if message:
        parts.append(element("span", message, class_="why"))
        parts.append(element("span", hint, class_="remedy"))
    return element("li", *parts, class_=f"file {job.stage}", data_stage=job.stage)
