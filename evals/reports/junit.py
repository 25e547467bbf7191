"""JUnit XML of a report, for build servers.

Every case is a test; it fails if it is among the cases that broke a rule. A rule broken without such cases is a failed
test of class `gate`. No durations are written, so that equal results give equal files.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from evals.datasets.cases import QuestionCase
from evals.gate import Breach
from evals.reports.report import Report

# What XML 1.0 cannot hold even escaped; a quote from a damaged PDF may.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def document(report: Report, broken: Sequence[Breach]) -> str:
    """Return the XML text of a report."""
    reasons: dict[str, list[str]] = defaultdict(list)
    for breach in broken:
        for case in breach.cases:
            reasons[case].append(said(breach))
    orphans = [breach for breach in broken if not breach.cases]
    errors = [line.id for line in report.lines if line.outcome == "error"]
    failed = [line.id for line in report.lines if line.id in reasons and line.id not in errors]
    suite = Element(
        "testsuite",
        name=f"geungeo.{report.suite}",
        tests=str(len(report.lines) + len(orphans)),
        failures=str(len(failed) + len(orphans)),
        errors=str(len(errors)),
    )
    for line in report.lines:
        test = SubElement(suite, "testcase", classname=f"{report.suite}.{line.case.kind}", name=_clean(line.id))
        text = line.case.question if isinstance(line.case, QuestionCase) else line.case.claim
        if line.outcome == "error":
            SubElement(test, "error", message="error").text = _clean(text)
        elif line.id in reasons:
            SubElement(test, "failure", message=_clean("; ".join(reasons[line.id]))).text = _clean(text)
    for breach in orphans:
        test = SubElement(suite, "testcase", classname="gate", name=breach.metric)
        SubElement(test, "failure", message=said(breach))
    root = Element("testsuites")
    root.append(suite)
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def said(breach: Breach) -> str:
    """Return a breach as short text, e.g. `faithfulness 0.812 (least 0.950)`."""
    value = "–" if breach.value is None else f"{breach.value:.3f}"
    bound = "" if breach.bound is None else f" ({breach.reason} {breach.bound:.3f})"
    return f"{breach.metric} {value}{bound or f' ({breach.reason})'}"


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
