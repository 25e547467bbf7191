import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.regions import NAMES, regions


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("서울특별시와 부산광역시가 협약했다.", ("서울", "부산")),
        ("강원특별자치도, 전북특별자치도, 제주특별자치도", ("강원", "전북", "제주")),
        ("전라북도·충청남도·경상남도", ("전북", "충남", "경남")),
        ("경북에서는 산불이, 울산에는 비가", ("경북", "울산")),
        ("부산항과 인천공항, 대전역을 잇는다.", ("부산", "인천", "대전")),
        ("대구경북 지역과 광주전남이 참여", ("대구", "경북", "광주", "전남")),
        ("부울경 초광역", ("부산", "울산", "경남")),
        ("경기도는 수원시와", ("경기",)),
        ("경기 수원시에서 열렸다.", ("경기",)),
        ("서울·경기·인천", ("서울", "경기", "인천")),
        ("충남, 경기 등이 선정됐다.", ("충남", "경기")),
        ("정부세종청사에서 브리핑", ("세종",)),
        ("세종시와 세종특별자치시", ("세종",)),
        ("제주도의 바람", ("제주",)),
        ("광주광역시 북구", ("광주",)),
    ],
)
def test_regions_are_named_in_order_of_mention(text: str, names: tuple[str, ...]) -> None:
    assert regions(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "경기 침체와 경기 부양",
        "축구 경기가 열렸다. 경기장은 가득 찼다.",
        "세종대왕과 세종학당, 세종문화회관",
        "강원랜드 채용",
        "충남대와 서울대학교",
        "대구탕을 먹었다.",
        "휴대전화와 제2차 세계 대전",
        "농부산물과 부산물",
        "광역연대구상",
        "환경기준과 환경기술",
        "법무법인 세종",
        "",
    ],
)
def test_words_that_only_look_like_regions_name_none(text: str) -> None:
    assert regions(text) == ()


def test_the_gwangju_of_gyeonggi_is_not_the_metropolis() -> None:
    assert regions("경기도 광주시 경안동") == ("경기",)


@given(st.lists(st.sampled_from(NAMES), min_size=1, max_size=6))
def test_a_list_of_short_names_is_read_whole(names: list[str]) -> None:
    assert regions("·".join(["서울", *names])) == tuple(dict.fromkeys(["서울", *names]))


@given(st.text(max_size=60))
def test_any_text_gives_known_names_once(text: str) -> None:
    found = regions(text)
    assert set(found) <= set(NAMES)
    assert len(found) == len(set(found))
