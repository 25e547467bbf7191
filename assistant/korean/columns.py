"""Words by which tables name totals, ends of a span and remarks, and by which questions ask for a total."""

from __future__ import annotations

import re

TOTAL = re.compile(r"(?:합|총|소|누)?\s?계|총액|전체|합산")
"""The name of a row or a column that sums others up."""
ASKS_TOTAL = re.compile(r"총|합계|합쳐|합하|전체|모두|통틀어|다\s?해서|전부|누적")
"""How a question asks for a sum."""
UP_TO = re.compile(r"[~∼～]|누적|까지|누계")
"""How a column or a question says that it counts up to a time."""
END = re.compile(r"(?:[’‘']\d{2}|20\d{2})\s?년?\s?(?:말\s?)?까지|[~∼～]\s?(?:[’‘']\d{2}|20\d{2})")
"""A year given as the end of a span: 2023년까지, ~'23."""
REMARK = re.compile(r"비고|참고|근거|설명")
"""The name of a column of remarks."""
