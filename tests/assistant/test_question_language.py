"""A question in another language than the documents is told apart."""

from assistant.answers import Passage
from assistant.questions.language import in_another_language
from ingest.documents import Chunk


def passage(text: str) -> Passage:
    chunk = Chunk("one@1#0000", "one", 1, (), None, 0, len(text), text)
    return Passage(chunk, "알림", "해온부", None, "document", "", "", 1, 1.0)


FOUND = (passage("해온부는 참가자를 6월 2일까지 모집한다."),)


def test_a_question_without_a_korean_letter_over_korean_documents_is_in_another_language() -> None:
    assert in_another_language("When does recruitment end?", FOUND)


def test_names_in_latin_letters_and_documents_in_the_same_language_are_not() -> None:
    assert not in_another_language("KTX 2030?", FOUND)
    assert not in_another_language("KTX는 언제 다닙니까?", FOUND)
    english = (passage("Recruitment ends in June."),)
    assert not in_another_language("When does recruitment end?", english)
