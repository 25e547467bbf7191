"""Another system behind OpenAI's protocol, asked the questions of the cases as a person would ask them.

One message holds the question, after those asked before it and with the day it is asked as of; no document, no
instruction and no tool is sent with it. A redirect is an error: the questions, and the key, go to the address that was
named and to no other.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from evals.datasets.cases import QuestionCase
from evals.external.answer import ExternalAnswer
from ingest.errors import ModelError, SettingsError

if TYPE_CHECKING:
    import openai

TIMEOUT = 120.0
"""Seconds that one answer may take."""
REACHED = 10.0
"""Seconds within which a server must be reached before it is asked anything."""
RETRIES = 2
MOST_CHARACTERS = 20_000
"""Of an answer; what is longer is cut."""
_NAME = re.compile(r"(https?://[^\s#@?]+)#(\S.*)")
"""Neither user nor query: reports name the server, and both may hold a secret."""


def parsed(name: str) -> tuple[str, str]:
    """Return the address and the model of a name like `http://127.0.0.1:8000/v1#qwen3`.

    Raises SettingsError for any other name.
    """
    match = _NAME.fullmatch(name.strip())
    if match is None:
        raise SettingsError(
            "견줄 서버는 주소와 모델 이름으로 적습니다.",
            "http://127.0.0.1:8000/v1#모델 꼴로, 열쇠 없이 적으십시오. 열쇠는 GEUNGEO_COMPARE_KEY에 둡니다.",
        )
    return match[1].rstrip("/"), match[2]


def asking(
    address: str, model: str, key: str = "", temperature: float | None = 0.0
) -> Callable[[QuestionCase], ExternalAnswer]:
    """Return a function that asks a server the question of a case; it raises ModelError where no answer comes.

    So does this at once where the server cannot be reached or does not take the key.
    """
    import openai

    # One's own server seldom wants a key, but the client refuses to start without one.
    client = openai.OpenAI(
        base_url=address,
        api_key=key or "none",
        timeout=TIMEOUT,
        max_retries=RETRIES,
        http_client=openai.DefaultHttpxClient(follow_redirects=False),
    )

    def ask(case: QuestionCase) -> ExternalAnswer:
        try:
            text = _asked(client, model, message(case), temperature)
        except openai.OpenAIError as error:
            raise _silent(address, error, key) from error
        return ExternalAnswer(text[:MOST_CHARACTERS], case.id, case.question)

    try:
        client.models.with_raw_response.list(timeout=REACHED)
    except openai.OpenAIError as error:
        # A server need not list its models, but one that does not take the key answers nothing.
        if not isinstance(error, openai.APIStatusError) or isinstance(error, openai.AuthenticationError):
            raise _silent(address, error, key) from error
    return ask


def _silent(address: str, error: Exception, key: str) -> ModelError:
    # Some servers repeat the key that they refuse.
    told = str(error).replace(key, "***") if key else str(error)
    return ModelError(
        f"견줄 서버가 답하지 않습니다: {address}: {told}",
        "서버가 떠 있는지, 주소가 /v1로 끝나는지, 모델 이름과 열쇠(GEUNGEO_COMPARE_KEY)를 확인하십시오.",
    )


def message(case: QuestionCase) -> str:
    """Return what a server is asked: the question, after earlier ones and with its day where the case has them."""
    earlier = [f"앞서 물은 것: {one}" for one in case.history]
    day = [f"기준일: {case.as_of.isoformat()}"] if case.as_of else []
    return "\n".join((*earlier, *day, case.question))


def _asked(client: openai.OpenAI, model: str, text: str, temperature: float | None) -> str:
    import openai

    done = client.chat.completions.create(
        model=model,
        messages=[{"role": "user", "content": text}],
        temperature=openai.omit if temperature is None else temperature,
    )
    # What is no JSON comes back as a string: a page of another service, or of a proxy before the server.
    choices = getattr(done, "choices", None)
    if choices is None:
        raise ModelError("견줄 서버의 답이 OpenAI 규약의 것이 아닙니다.", "주소가 /v1로 끝나는지 확인하십시오.")
    content = choices[0].message.content if choices else None
    # Reasoning models of one's own write their thoughts before the answer.
    return (content or "").rpartition("</think>")[2].strip()
