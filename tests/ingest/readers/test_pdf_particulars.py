"""Small PDFs made here that declare a title, an author, a date, labels and bookmarks, whole, locked and damaged."""

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pylopdf_fonts_ko
import pytest
from fpdf import FPDF
from fpdf.enums import EncryptionMethod, PageLabelStyle
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from pypdf.errors import DependencyError
from pypdf.generic import ArrayObject, NameObject, NumberObject, TextStringObject

from ingest.documents import Page, SourceDocument
from ingest.errors import EncryptedDocument, ReadError
from ingest.readers import read
from ingest.readers.pdf.bookmarks import Bookmark, bare, headings
from ingest.readers.pdf.particulars import Particulars, particulars
from ingest.structure import sections

FONT = Path(pylopdf_fonts_ko.__file__).parent / "NotoSansKR-Regular.otf"
NEXT = {"new_x": "LMARGIN", "new_y": "NEXT"}
TITLE = "갯벌 복원 이행 점검"
BODY = "갯벌을 되살린 열두 곳에서 물새와 조개가 늘었는지 해마다 봄과 가을에 살펴 그 결과를 알린다."
CHAPTERS = (("살펴본 까닭", 0), ("조사한 곳", 1), ("앞으로 할 일", 0))


FULL = "갯벌에 다시 물길을 내고 염생식물을 심은 마을 열두 곳을 돌아본 이야기와 그 길에서 모두가 새로 배운 점"


def report(
    chapters: Sequence[tuple[str, int]] = CHAPTERS, *, bookmarked: bool = True, owner: str = "", user: str = ""
) -> bytes:
    """Make a report of three pages whose headings bear no marker."""
    pdf = FPDF()
    pdf.set_title(TITLE)
    pdf.set_author("해양수산부")
    pdf.set_creation_date(datetime(2025, 5, 1, 20, 30, tzinfo=UTC))
    if owner:
        pdf.set_encryption(owner, user, EncryptionMethod.RC4)
    pdf.add_font("kr", fname=FONT)
    for number, (heading, level) in enumerate(chapters):
        pdf.add_page(label_style=PageLabelStyle.NUMBER, label_prefix="가-", label_start=number + 7)
        pdf.set_font("kr", size=12)
        # Below the margins, where text that returns is a running head.
        pdf.set_y(90)
        if bookmarked:
            pdf.start_section(heading, level=level)
        pdf.multi_cell(0, 8, heading, **NEXT)
        pdf.multi_cell(0, 8, BODY * 4, wrapmode="CHAR", **NEXT)
    data = bytes(pdf.output())
    for font in pdf.fonts.values():
        font.ttfont.close()
    return data


@pytest.fixture(scope="module")
def whole() -> bytes:
    return report()


def loaded(data: bytes, path: Path) -> SourceDocument:
    path.write_bytes(data)
    (found,) = read(path, None)
    assert isinstance(found, SourceDocument), found
    return found


def test_what_a_file_declares_is_read(whole: bytes) -> None:
    assert particulars(whole) == Particulars(
        locked=False,
        title=TITLE,
        author="해양수산부",
        created=datetime(2025, 5, 2, 5, 30),
        labels=("가-7", "가-8", "가-9"),
        bookmarks=tuple(Bookmark(title, level + 1, page) for page, (title, level) in enumerate(CHAPTERS, start=1)),
    )


def test_a_document_bears_what_its_file_declares(whole: bytes, tmp_path: Path) -> None:
    found = loaded(whole, tmp_path / "a.pdf")

    assert (found.title, found.issuer, found.published) == (TITLE, "해양수산부", None)
    assert (found.dated, found.declared) == ("declared", datetime(2025, 5, 2, 5, 30))
    assert [page.label for page in found.pages] == ["가-7", "가-8", "가-9"]


def test_bookmarks_make_headings_where_no_marker_does(whole: bytes, tmp_path: Path) -> None:
    found = loaded(whole, tmp_path / "a.pdf")
    plain = loaded(report(bookmarked=False), tmp_path / "b.pdf")

    assert [found.text[start:].split("\n")[0] for start, _ in found.outline] == [title for title, _ in CHAPTERS]
    assert [section.path for section in sections(found)] == [
        ("살펴본 까닭",),
        ("살펴본 까닭", "조사한 곳"),
        ("앞으로 할 일",),
    ]
    assert plain.outline == ()
    assert [section.path for section in sections(plain)] == [()]


def test_a_bookmarked_line_that_is_full_is_not_joined_to_the_text_below(tmp_path: Path) -> None:
    joined = loaded(report(((FULL, 0),), bookmarked=False), tmp_path / "a.pdf")
    apart = loaded(report(((FULL, 0),)), tmp_path / "b.pdf")

    assert FULL not in joined.text.split("\n")
    assert FULL in apart.text.split("\n")


def test_labels_that_only_count_the_pages_are_none() -> None:
    writer = PdfWriter()
    for _ in range(3):
        writer.add_blank_page(100, 100)
    assert particulars(written(writer)).labels == ()


def written(writer: PdfWriter) -> bytes:
    stream = BytesIO()
    writer.write(stream)
    return stream.getvalue()


def test_a_file_that_only_forbids_copying_is_read_whole(tmp_path: Path) -> None:
    found = loaded(report(owner="o"), tmp_path / "a.pdf")

    assert found.title == TITLE
    assert len(found.outline) == 3


def test_a_cipher_that_is_missing_costs_no_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object) -> None:
        raise DependencyError

    monkeypatch.setattr("pypdf._encryption.Encryption.verify", missing)
    found = loaded(report(owner="o"), tmp_path / "a.pdf")

    assert BODY in found.text
    assert found.outline == ()
    (failed,) = locked(tmp_path / "b.pdf")
    assert isinstance(failed, EncryptedDocument)


def locked(path: Path) -> Iterator[SourceDocument | ReadError]:
    path.write_bytes(report(owner="o", user="u"))
    return read(path)


def test_a_person_is_no_issuer(whole: bytes, tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(whole)))
    writer.add_metadata({"/Author": "김갯원"})

    assert loaded(written(writer), tmp_path / "a.pdf").issuer == ""


def test_a_locked_file_says_only_that() -> None:
    assert particulars(report(owner="o", user="u")) == Particulars(locked=True)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"not a PDF", b"%PDF-1.4\n1 0 obj\n<<" * 50])
def test_what_is_no_pdf_declares_nothing(data: bytes, caplog: pytest.LogCaptureFixture) -> None:
    assert particulars(data) == Particulars()
    assert not caplog.records


def test_a_broken_declaration_costs_only_itself(whole: bytes) -> None:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(whole)))
    writer.root_object[NameObject("/PageLabels")] = NumberObject(7)
    writer.root_object["/Outlines"].get_object()[NameObject("/First")] = ArrayObject([NumberObject(1)])
    writer.metadata = {"/Title": TITLE, "/CreationDate": "D:어제"}

    found = particulars(written(writer))

    assert (found.title, found.created, found.bookmarks) == (TITLE, None, ())


def test_bookmarks_that_lead_nowhere_are_left_out(whole: bytes) -> None:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(whole)))
    first = writer.root_object["/Outlines"].get_object()["/First"].get_object()
    del first["/Dest"]
    first[NameObject("/Title")] = TextStringObject("갈 곳 없음")

    assert [mark.title for mark in particulars(written(writer)).bookmarks] == ["조사한 곳", "앞으로 할 일"]


def test_damage_raises_nothing(whole: bytes, caplog: pytest.LogCaptureFixture) -> None:
    dice = random.Random(3)
    tail = whole.rindex(b"/Outlines") - 4000
    told = set()
    for _ in range(60):
        data = bytearray(whole)
        for _ in range(dice.choice((3, 30))):
            data[dice.randrange(tail, len(data))] = dice.randrange(256)
        told.add(particulars(bytes(data)))
    assert len(told) > 1
    assert not caplog.records


def test_a_title_is_found_whatever_its_spaces_and_cells() -> None:
    text = "앞\nⅠ | 추진  배경\n본문\n맺음말\n맺음말\nⅠ 추진배경"
    third = text.rindex("Ⅰ")
    pages = (Page(1, "", 0, third), Page(2, "", third, len(text)))
    marks = [Bookmark("Ⅰ 추진배경", 1, 1), Bookmark("맺음말", 2, 1), Bookmark("없는 말", 1, 2), Bookmark("앞", 1, 9)]

    assert headings(marks, text, pages) == ((2, 1), (text.index("맺음말"), 2))


def test_a_page_that_opens_inside_a_line_holds_no_line_there() -> None:
    text = "가 나\n나\n"

    assert headings([Bookmark("나", 1, 2)], text, (Page(1, "", 0, 2), Page(2, "", 2, len(text)))) == ((4, 1),)


@given(st.lists(st.sampled_from(["머리", "본 문", "꼬리", "", "셋 | 넷"]), max_size=12), st.data())
def test_offsets_are_starts_of_lines_that_say_the_title(lines: list[str], data: st.DataObject) -> None:
    text = "\n".join(lines)
    cut = data.draw(st.integers(0, len(text)))
    pages = (Page(1, "", 0, cut), Page(2, "", cut, len(text)))
    titles = data.draw(st.lists(st.tuples(st.sampled_from(["머리", "본문", "셋넷"]), st.integers(1, 3)), max_size=5))

    found = headings([Bookmark(title, 1, page) for title, page in titles], text, pages)

    assert len(found) <= len(titles)
    assert list(found) == sorted(set(found))
    for start, _ in found:
        assert start == 0 or text[start - 1] == "\n"
        assert bare(text[start:].split("\n")[0]) in {title for title, _ in titles}
