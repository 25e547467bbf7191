"""Tests of the importers: the tables, folders and files of other people become the same cases."""

from __future__ import annotations

import json
import sys
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest

from evals.datasets.cases import ClaimCase, QuestionCase
from evals.datasets.importers import autorag, load
from evals.datasets.importers.apart import load_apart
from evals.datasets.reading import CaseError

CSV = (
    "번호,질문,정답,문서,기준일,기대\n"
    "1,총사업비는 얼마인가요?,120억원|120억,plan.txt,2025. 3. 6.,답\n"
    '2,"지역은\n어디인가요?","부산;전남",plan.txt,,\n'
    ",,,,,\n"
    "4,담당자는 누구인가요?,,,,거절\n"
)


def xlsx(path: Path, rows: list[list[object]]) -> Path:
    """Write the smallest workbook there is: a spreadsheet library only to write one would be a dependency too many."""
    cells = "".join("<row>" + "".join(_cell(value) for value in row) + "</row>" for row in rows)
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{sheet}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" '
        f'ContentType="{sheet}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        '<sheet name="s" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>',
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{text}')
    return path


def _cell(value: object) -> str:
    if isinstance(value, int | float):
        return f"<c><v>{value}</v></c>"
    return f'<c t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_a_korean_csv_in_any_encoding_of_excel(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "질문.csv"
    path.write_bytes(CSV.encode(encoding))
    found = load([path]).questions
    assert [case.id for case in found] == ["1", "2", "4"]
    assert (found[0].gold, found[0].documents, found[0].as_of) == (("120억원|120억",), ("plan.txt",), date(2025, 3, 6))
    assert (found[1].gold, found[1].expected) == (("부산", "전남"), "answer")
    assert found[2].expected == "refusal"


def test_a_workbook_gives_the_same_cases_as_a_csv(tmp_path: Path) -> None:
    rows: list[list[object]] = [["번호", "질문", "정답", "기준 일"], [7, "얼마인가요?", "120억원", "2025-03-06"]]
    found = load([xlsx(tmp_path / "a.xlsx", rows)]).questions
    assert found == (QuestionCase("7", "얼마인가요?", "fact", "answer", gold=("120억원",), as_of=date(2025, 3, 6)),)


def test_kinds_may_be_written_as_reports_call_them(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("질문,종류\n얼마?,수\n누구?,답이 없는 질문\n", encoding="utf-8")
    assert [(one.kind, one.expected) for one in load([path]).questions] == [
        ("number", "answer"), ("unanswerable", "refusal"),
    ]  # fmt: skip


def test_columns_of_other_names_are_mapped(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("내가 물은 것,맞는 것\n얼마인가요?,120억원\n", encoding="utf-8")
    with pytest.raises(CaseError, match="내가 물은 것") as caught:
        load([path])
    assert "--map" in caught.value.hint
    found = load([path], {"question": "내가 물은 것", "gold": "맞는 것"}).questions
    assert (found[0].id, found[0].gold) == ("row-2", ("120억원",))
    with pytest.raises(CaseError, match="없는 열"):
        load([path], {"question": "없음"})
    with pytest.raises(CaseError, match="모르는 항목"):
        load([path], {"questions": "내가 물은 것"})


def test_a_table_of_claims(tmp_path: Path) -> None:
    path = tmp_path / "claims.csv"
    path.write_text("주장,판정,문서\n120억원이다.,일치,plan.txt\n90억원이다.,불일치,plan.txt\n", encoding="utf-8")
    assert [case.verdict for case in load([path]).claims] == ["supported", "contradicted"]


def test_a_wrong_cell_is_named_by_its_row(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("질문,기준일\n얼마?,2025-03-06\n언제?,지난달\n", encoding="utf-8")
    with pytest.raises(CaseError, match=r"a\.csv 3번째 줄"):
        load([path])


def test_a_file_that_is_no_workbook_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"nothing")
    with pytest.raises(CaseError, match=r"a\.xlsx"):
        load([path])


def test_a_beir_folder(tmp_path: Path) -> None:
    (tmp_path / "qrels").mkdir()
    queries = ({"_id": "q1", "text": "얼마?"}, {"_id": "q2", "text": "없는 것?"})
    (tmp_path / "queries.jsonl").write_text("\n".join(map(json.dumps, queries)), encoding="utf-8")
    (tmp_path / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\nq1\td1\t1\nq1\td2\t0\n", encoding="utf-8")
    assert load([tmp_path]).questions == (QuestionCase("q1", "얼마?", "fact", "answer", documents=("d1",)),)


def test_an_autorag_folder(tmp_path: Path) -> None:
    row = {"id": "q1", "question": "얼마?", "relevant": ["d1"], "answers": ["5억", "5억원"]}
    (tmp_path / "queries.jsonl").write_text(json.dumps(row), encoding="utf-8")
    (case,) = load([tmp_path]).questions
    assert (case.gold, case.documents) == (("5억|5억원",), ("d1",))


def parquet(path: Path, rows: list[dict[str, Any]]) -> Path:
    arrow = pytest.importorskip("pyarrow", reason="the extra parquet is not installed: pip install 'geungeo[parquet]'")
    written = pytest.importorskip("pyarrow.parquet", reason="the extra parquet is not installed")
    written.write_table(arrow.Table.from_pylist(rows), path)
    return path


def test_autorags_own_files(tmp_path: Path) -> None:
    asked = [
        {"qid": "a1", "query": "얼마?", "retrieval_gt": [["d1", "d2"]], "generation_gt": ["5억", "5억원"]},
        {"qid": "a2", "query": "어디?", "retrieval_gt": [["d2"], ["d1"]], "generation_gt": None},
        {"qid": "a3", "query": "없는 것?", "retrieval_gt": [], "generation_gt": []},
    ]
    path = parquet(tmp_path / "qa.parquet", asked)
    first, second = load([tmp_path]).questions
    assert (first.gold, first.documents) == (("5억|5억원",), ("d1", "d2"))
    assert (second.gold, second.documents) == ((), ("d2", "d1"))
    assert load([path]).questions == (first, second)
    held = [
        {"doc_id": "d1", "contents": "첫 줄\n5억원이다.", "metadata": {"last_modified_datetime": datetime(2025, 3, 4)}},
        {"doc_id": "d2", "contents": "부산이다.", "metadata": {"last_modified_datetime": None}},
    ]
    assert autorag.documents(parquet(tmp_path / "corpus.parquet", held)) == [
        {"id": "d1", "title": "첫 줄", "text": "첫 줄\n5억원이다.", "date": "2025-03-04T00:00:00"},
        {"id": "d2", "title": "부산이다.", "text": "부산이다."},
    ]


def test_a_parquet_file_that_is_none_or_lacks_columns_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="없는 열입니다: query, retrieval_gt"):
        load([parquet(tmp_path / "a.parquet", [{"qid": "1"}])])
    with pytest.raises(CaseError, match="비었습니다"):
        load([parquet(tmp_path / "b.parquet", [{"qid": "1", "query": "", "retrieval_gt": [["d"]]}])])
    (tmp_path / "c.parquet").write_bytes(b"nothing")
    with pytest.raises(CaseError, match="읽을 수 없습니다"):
        load([tmp_path / "c.parquet"])


def test_without_the_extra_the_command_that_installs_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "qa.parquet").write_bytes(b"")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(CaseError, match="pyarrow") as caught:
        load([tmp_path])
    assert "geungeo[parquet]" in caught.value.hint


def test_a_korquad_file(tmp_path: Path) -> None:
    asked = [
        {"id": "k1", "question": "어디?", "answers": [{"text": "부산"}, {"text": "부산"}]},
        {"id": "k2", "question": "누구?", "answers": [], "is_impossible": True},
    ]
    path = tmp_path / "dev.json"
    path.write_text(json.dumps({"data": [{"title": "바닷길", "paragraphs": [{"qas": asked}]}]}), encoding="utf-8")
    first, second = load([path]).questions
    assert (first.gold, first.documents) == (("부산",), ("바닷길",))
    assert (second.expected, second.gold) == ("refusal", ())
    path.write_text('{"data": [{"paragraphs": [{"qas": [{}]}]}]}', encoding="utf-8")
    with pytest.raises(CaseError, match="KorQuAD"):
        load([path])


def test_forms_mix_and_unknown_ones_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("질문\n얼마?\n", encoding="utf-8")
    claim = {"id": "c", "claim": "말", "verdict": "not_found"}
    (tmp_path / "b.jsonl").write_text(json.dumps(claim), encoding="utf-8")
    found = load([tmp_path / "a.csv", tmp_path / "b.jsonl"])
    assert [type(case) for case in (*found.questions, *found.claims)] == [QuestionCase, ClaimCase]
    with pytest.raises(CaseError, match="모르는 형식"):
        load([tmp_path / "a.docx"])


def test_a_wrong_cell_is_named_by_its_row_and_its_column(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("물음,종류,판정\n얼마?,모름,\n", encoding="utf-8")
    with pytest.raises(CaseError, match=r"a\.csv 2번째 줄, '종류' 열: 쓸 수 없는 값입니다: '모름'\.") as caught:
        load([path], {"question": "물음"})
    assert caught.value.hint.endswith("답이 없는 질문, 틀린 전제, 심은 지시.")
    path.write_text("질문,기준 일\n언제?,지난달\n", encoding="utf-8")
    with pytest.raises(CaseError, match=r"a\.csv 2번째 줄, '기준 일' 열: 날짜가 아닙니다: '지난달'\."):
        load([path])


def test_every_wrong_row_is_named_at_once(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("질문,기대\n가?,답\n" + "나?,글쎄\n" * 7, encoding="utf-8")
    with pytest.raises(CaseError) as caught:
        load([path])
    said = caught.value.message
    assert "줄이 7개 있습니다" in said
    assert "a.csv 3번째 줄" in said
    assert "a.csv 7번째 줄" in said
    assert "8번째 줄" not in said
    assert "그 밖에 2줄" in said
    assert "'글쎄'. 쓸 수 있는 값: 답, 거절.\n" in said


@pytest.mark.parametrize(
    ("text", "said", "hint"),
    [
        (
            "주장,판정\n120억원이다.,\n",
            "a.csv 2번째 줄, '판정' 열: 비어 있습니다.",
            "쓸 수 있는 값: 일치, 불일치, 없음.",
        ),
        ("claim,id\nIt is.,1\n", "'verdict' 열: 비어 있습니다.", "쓸 수 있는 값: supported, contradicted, not_found."),
        ("claim,verdict\nIt is.,yes\n", "쓸 수 없는 값입니다: 'yes'.", "supported, contradicted, not_found."),
        ("번호,질문,주장\n7,,\n", "2번째 줄, '질문' 열과 '주장' 열: 비어 있습니다.", "글을 적거나"),
        (
            "질문,종류\n그럼?,이어진 질문\n",
            "'앞선질문' 열: 이어진 질문인데",
            "앞서 물은 질문을 '앞선질문' 열에 적으십시오.",
        ),
        ("질문,금지어\n얼마?,3억|\n", "'금지어' 열: | 의 한쪽이 비어 있습니다.", "양쪽에"),
        (
            "번호,질문\n1,가?\n1,나?\n",
            "a.csv 3번째 줄: 번호(id) '1'이(가) 앞에도 있습니다: a.csv 2번째 줄.",
            "다른 번호",
        ),
        ("질믄,정답\n얼마?,3억\n", "있는 열: 질믄, 정답.", "'질믄' 열이 '질문'의 잘못이면"),
        ('\n질문,기대\n"두\n줄?",답\n누구?,글쎄\n', "a.csv 4번째 줄, '기대' 열", "답, 거절."),
    ],
)
def test_what_is_wrong_is_told_in_the_words_of_the_table(tmp_path: Path, text: str, said: str, hint: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CaseError) as caught:
        load([path])
    assert said in caught.value.message
    assert caught.value.message.endswith(".")
    assert hint in caught.value.hint


def test_columns_that_were_not_used_are_kept_with_what_they_may_have_meant(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("질문,정담,기 데,answer?,담당 부서,query,\n얼마?,120억원,답,,산림과,,\n", encoding="utf-8")
    found = load([path])
    assert [(one.title, one.nearest, one.instead) for one in found.unused] == [
        ("정담", "정답", ""),
        ("기 데", "기대", ""),
        ("answer?", "answer", ""),
        ("담당 부서", "", ""),
        ("query", "", "질문"),
    ]
    assert found.questions[0].gold == ()
    assert found.of(None, 1).unused == found.unused
    assert load([path], {"gold": "정담", "expected": "기 데"}).unused[0].title == "answer?"
    path.write_text("질문,정답,기대\n얼마?,120억원,답\n", encoding="utf-8")
    assert load([path]).unused == ()


@pytest.mark.integration
def test_a_file_is_read_apart_with_the_same_cases_and_the_same_errors(tmp_path: Path) -> None:
    path = xlsx(
        tmp_path / "표.xlsx", [["질문", "정답", "기준일"], ["얼마?", "120억원", "2025-03-06"], ["누구?", "", ""]]
    )
    assert load_apart(path) == load([path])
    (tmp_path / "b.csv").write_text("질문,정담\n얼마?,120억원\n", encoding="utf-8")
    assert [one.nearest for one in load_apart(tmp_path / "b.csv").unused] == ["정답"]
    (tmp_path / "a.csv").write_text("질문,기대\n나?,글쎄\n", encoding="utf-8")
    with pytest.raises(CaseError, match=r"a\.csv 2번째 줄, '기대' 열") as caught:
        load_apart(tmp_path / "a.csv")
    assert caught.value.hint == "쓸 수 있는 값: 답, 거절."


@pytest.mark.integration
def test_a_workbook_that_unpacks_to_gigabytes_costs_only_its_own_process(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "bomb.xlsx", [["질문"]])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            grown = part.replace("질문".encode(), "질".encode() * (50 << 20)) if "sheet1" in name else part
            archive.writestr(name, grown)
    assert path.stat().st_size < 5 << 20
    with pytest.raises(CaseError, match=r"bomb\.xlsx"):
        load_apart(path, megabytes=320)


@pytest.mark.integration
def test_a_file_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("질문\n얼마?\n", encoding="utf-8")
    with pytest.raises(CaseError, match="초 안에 읽지 못했습니다"):
        load_apart(tmp_path / "a.csv", seconds=0)
