"""What is shown of the page of a quote."""

from dataclasses import replace

import pytest

from ingest.documents import Chunk
from ui.exports.wording import paged

CHUNK = Chunk("c", "a", 1, (), 6, 0, 1, "가")


@pytest.mark.parametrize(
    ("quoted", "korean", "english"),
    [
        (replace(CHUNK, page=None), [], []),
        (CHUNK, ["6쪽"], ["p. 6"]),
        (replace(CHUNK, label="6"), ["6쪽"], ["p. 6"]),
        (replace(CHUNK, label="4"), ["4쪽 (파일의 6번째 쪽)"], ["p. 4 (page 6 of the file)"]),
        (replace(CHUNK, ocr=True), ["6쪽", "글자 인식(OCR)으로 읽음"], ["p. 6", "read by character recognition (OCR)"]),
    ],
)
def test_the_printed_number_stands_beside_the_place_in_the_file(
    quoted: Chunk, korean: list[str], english: list[str]
) -> None:
    assert paged(quoted, "ko") == korean
    assert paged(quoted, "en") == english
