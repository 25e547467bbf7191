"""Turn pip's resolution report into the text of constraints.txt."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

HEADER = """\
# Exact versions of everything the core, dev, model, ocr, ray and docs extras install, on Python 3.11.
# Written by `make constraints`; edit pyproject.toml instead.
"""


def constraints(report: dict[str, list[dict[str, dict[str, str]]]]) -> str:
    """Return one `name==version` a line, by name, without the project itself and without local version labels.

    A local label (2.13.0+cpu) names one builder's wheel; the plain version lets pip take whichever it finds.
    """
    found = {}
    for item in report["install"]:
        name = re.sub(r"[-_.]+", "-", item["metadata"]["name"]).lower()
        found[name] = item["metadata"]["version"].partition("+")[0]
    found.pop("geungeo", None)
    return HEADER + "".join(f"{name}=={version}\n" for name, version in sorted(found.items()))


if __name__ == "__main__":
    sys.stdout.write(constraints(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))))
