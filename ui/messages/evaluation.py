"""Messages of evaluation: command help, terminal output and the report page."""

from __future__ import annotations

from ui.messages.message import Message
from ui.messages.metrics import METRICS

EVALUATION = {
    "help.eval": Message("답과 근거를 평가합니다.", "Evaluate answers and their evidence."),
    "help.eval.grounding": Message(
        "질문에 답하고 주장을 확인하게 하여, 답이 인용한 근거로 증명되는지 잽니다.",
        "Ask and check every case; measure whether answers are borne out by what they cite.",
    ),
    "help.eval.retrieval": Message(
        "질문마다 맞는 문서를 찾는지 잽니다.", "Measure whether the right documents are found."
    ),
    "help.eval.claims": Message("주장 확인이 맞는지 잽니다.", "Measure the verdicts on claims."),
    "help.eval.robustness": Message(
        "질문과 문서를 흔들어 지표가 얼마나 떨어지는지 잽니다.",
        "Disturb questions and documents; report the drop of each metric.",
    ),
    "help.eval.add": Message(
        "저장해 둔 `ask --json` 한 줄이나, 사람이 판정한 실행의 문항을 사례로 만듭니다.",
        "Turn a saved line of `ask --json`, or what people judged of a run, into cases.",
    ),
    "help.eval.judge": Message(
        "실행의 문항 하나가 맞는지 틀리는지 사람이 판정하여 남깁니다.", "Judge one case of a run right or wrong."
    ),
    "option.eval.run": Message("실행의 폴더 (--out에 준 것)", "directory of the run, as given to --out"),
    "option.eval.case": Message("문항의 id", "id of the case"),
    "option.eval.verdict": Message(
        "right(맞음), wrong(틀림), none(판정을 되돌림)", "right, wrong, or none to take a judgement back"
    ),
    "option.eval.wanted": Message("나왔어야 할 것", "what should have come"),
    "option.eval.note": Message("적어 둘 말", "a note"),
    "option.eval.by": Message("판정한 사람", "who judges"),
    "eval.unjudged": Message("{path}: 사람이 판정한 문항이 없습니다.", "{path}: no case was judged by people"),
    "eval.unjudged_hint": Message(
        "평가 탭이나 `geungeo eval judge`로 먼저 판정하십시오.", "Judge some on the page or with `geungeo eval judge`."
    ),
    "option.eval.out": Message("보고서를 쓸 폴더", "directory for the reports"),
    "option.eval.data": Message(
        "질문 파일: JSON Lines, CSV, XLSX, KorQuAD JSON, BEIR·AutoRAG 폴더 (여러 개 가능; 기본은 golden)",
        "cases: JSON Lines, CSV, XLSX, KorQuAD JSON, a BEIR or AutoRAG folder (default: the golden set)",
    ),
    "option.eval.documents": Message(
        "평가할 문서 파일이나 폴더 (OUT/store에 넣음)", "documents to evaluate on (put into OUT/store)"
    ),
    "option.eval.baseline": Message("견줄 앞선 실행의 폴더", "directory of an earlier run to compare with"),
    "option.eval.against": Message(
        "견줄 다른 시스템: 답 파일(JSON Lines, CSV, XLSX), 서버(http://…/v1#모델; 열쇠는 GEUNGEO_COMPARE_KEY), "
        "또는 이 프로그램의 다른 모델(model=이름, embedding=이름)",
        "another system to compare with: a file of answers (JSON Lines, CSV, XLSX), a server (http://…/v1#MODEL; its "
        "key in GEUNGEO_COMPARE_KEY), or this program with another model (model=NAME, embedding=NAME)",
    ),
    "against.unknown": Message("견줄 시스템을 알 수 없습니다: {value}", "no such system to compare with: {value}"),
    "against.unknown_hint": Message(
        "있는 답 파일, http://…/v1#모델, model=이름, embedding=이름 가운데 하나를 적으십시오.",
        "Give an existing file of answers, http://…/v1#MODEL, model=NAME or embedding=NAME.",
    ),
    "against.embedding": Message(
        "다른 임베딩 모델과 견주려면 문서를 그 모델로 다시 넣어야 합니다.",
        "Another embedding model needs the documents to be put in again with it.",
    ),
    "against.embedding_hint": Message(
        "--documents에 문서를 적으십시오. 저장소만으로는 견줄 수 없습니다.",
        "Give the documents to --documents; the store alone is not enough.",
    ),
    "against.strays": Message(
        "답 파일에서 질문 파일의 질문과 맞지 않는 답 {count}개는 쓰지 않습니다.",
        "{count} answers of the file fit no question of the cases and are left out",
    ),
    "against.unanswered": Message(
        "답 파일에 답이 없는 질문 {count}개는 판정하지 않습니다: {cases}",
        "{count} questions have no answer in the file and are not judged: {cases}",
    ),
    "option.eval.price_in": Message(
        "모델이 읽은 토큰 백만 개의 값 (--against와 함께면 둘까지: 이 프로그램, 견줄 시스템)",
        "price of a million tokens read (with --against up to two: this program's, the other's)",
    ),
    "option.eval.price_out": Message("모델이 쓴 토큰 백만 개의 값", "price of a million tokens written"),
    "option.eval.currency": Message("값의 통화 (예: USD, 원)", "currency of the prices (USD)"),
    "eval.prices": Message(
        "--price-in과 --price-out에는 같은 개수의 값을 주어야 합니다.",
        "--price-in and --price-out take the same number of prices",
    ),
    "eval.prices_hint": Message(
        "시스템마다 하나씩, 토큰 백만 개의 값으로 적으십시오. 둘은 --against와 함께일 때만 됩니다.",
        "Give one per system, per million tokens; two only with --against.",
    ),
    "option.eval.gate": Message("기준에 못 미치면 1로 끝냅니다", "exit 1 where a threshold is not met"),
    "option.eval.thresholds": Message(
        "기준 파일 (기본은 함께 설치된 gate.toml)", "thresholds (default: the gate.toml installed)"
    ),
    "option.eval.split": Message("이 쪽의 사례만", "only cases of this split"),
    "option.eval.limit": Message("질문과 주장마다 많아야 몇 개", "at most so many questions and claims"),
    "option.eval.workers": Message("한꺼번에 평가할 문항의 수 (기본 2)", "cases run at once (default 2)"),
    "option.eval.verifier": Message(
        "규칙 대신 판정할 함의 모델: cross-encoder:모델, chat (기본은 rules). "
        "쉼표로 채점자 ragas, deepeval을 더할 수 있음 (ragas=openai:모델)",
        "judge of entailment in place of the rules: cross-encoder:MODEL or chat (default: rules); "
        "judges ragas and deepeval can be added after commas (ragas=openai:MODEL)",
    ),
    "option.eval.map": Message(
        "표의 열 이름, 예: question=질문 (여러 번 쓸 수 있음)", "column of a table, as question=질문 (repeatable)"
    ),
    "option.eval.line": Message(
        "`ask --json` 출력이 든 파일 (- 는 표준 입력), 또는 실행의 폴더",
        "file of `ask --json` output, - for stdin, or the directory of a run",
    ),
    "option.eval.to": Message("사례를 덧붙일 JSON Lines 파일", "JSON Lines file to append to"),
    "option.eval.question": Message(
        "그때 물은 질문, 또는 `ask --batch`에 준 파일",
        "the question that was asked, or the file given to `ask --batch`",
    ),
    "option.eval.kind": Message("사례의 종류 (기본 fact)", "kind of the case (default fact)"),
    "option.eval.expected": Message("바라는 것 (기본은 그때 나온 것)", "what is expected (default: what came)"),
    "option.eval.gold": Message("답에 있어야 할 말 (여러 번 쓸 수 있음)", "string the answer must hold (repeatable)"),
    "option.eval.forbidden": Message("답에 없어야 할 말 (여러 번 쓸 수 있음)", "string it must not hold (repeatable)"),
    "eval.progress": Message("평가하는 중", "Evaluating"),
    "eval.one_question": Message("답이 여럿인데 질문은 하나입니다.", "There are several replies but one question."),
    "eval.one_question_hint": Message(
        "--question에 `ask --batch`에 준 파일을 적으십시오.", "Give --question the file given to `ask --batch`."
    ),
    "eval.verifiers": Message("검증기는 하나만 쓸 수 있습니다: {names}", "only one verifier can be used: {names}"),
    "eval.judges_grounding": Message(
        "채점자는 grounding 묶음에서만 씁니다: {names}", "judges are for the suite grounding only: {names}"
    ),
    "eval.written": Message("보고서: {path}", "report: {path}"),
    "eval.added": Message("{path}에 {id}을(를) 덧붙였습니다.", "added {id} to {path}"),
    "eval.failed_documents": Message("읽지 못한 문서: {path}: {error}", "document not read: {path}: {error}"),
    "eval.no_cases": Message("평가할 문항이 없습니다.", "There is no case to run."),
    "eval.no_cases_hint": Message(
        "{suite}에 맞는 질문이나 주장인지, --split과 --limit을 확인하십시오.",
        "Check that the cases suit {suite}, and --split and --limit.",
    ),
    "evaluation.language": Message("ko", "en"),
    "evaluation.title": Message("근거 평가", "Grounding evaluation"),
    "evaluation.suite_grounding": Message("답과 근거", "grounding"),
    "evaluation.suite_retrieval": Message("검색", "retrieval"),
    "evaluation.suite_claims": Message("주장 확인", "claims"),
    "evaluation.suite_robustness": Message("견고성", "robustness"),
    "evaluation.cases": Message("문항 {count}개", "{count} cases"),
    "evaluation.metrics": Message("지표", "Metrics"),
    "evaluation.metric": Message("지표", "metric"),
    "evaluation.value": Message("값", "value"),
    "evaluation.interval": Message("95% 구간", "95% interval"),
    "evaluation.judged": Message("문항", "cases"),
    "evaluation.before": Message("견준 평가", "baseline"),
    "evaluation.bound": Message("기준", "threshold"),
    "evaluation.p": Message("우연일 확률 (p)", "chance (p)"),
    "evaluation.plot": Message(
        "점은 값, 띠는 95% 부트스트랩 구간, 빈 동그라미는 견준 평가, 붉은 점선은 기준입니다. "
        "↑는 높을수록, ↓는 낮을수록 좋습니다.",
        "Dot: value; band: 95% bootstrap interval; ring: baseline; red dashes: threshold. ↑ higher, ↓ lower is better.",
    ),
    "evaluation.constructed": Message(
        "답을 만드는 방법 때문에 언제나 맞는 값 {count}개", "{count} figures that hold by construction"
    ),
    "evaluation.about_constructed": Message(
        "인용은 문서에서 오려 내고 답은 문서의 문장으로 지으므로, 이 값들은 프로그램이 고장 나지 않았다는 뜻이지 답이 "
        "좋다는 뜻이 아닙니다. 만점이 아니면 위에 나옵니다.",
        "Citations are cut out of the documents and answers are made of their sentences: these say that nothing is "
        "broken, not that answers are good. Whatever falls short of a full mark stands above.",
    ),
    "evaluation.verifier": Message(
        "충실성과 인용 지표는 독립 검증기({name})가 판정했습니다. 이 검증기의 균형 정확도는 {claims}의 주장 "
        "{count}개에서 {value} (95% 구간 {low}~{high})입니다.",
        "Faithfulness and citation figures were judged by the independent verifier {name}, whose balanced accuracy on "
        "{count} claims of {claims} is {value} (95% interval {low}–{high}).",
    ),
    "evaluation.judge": Message(
        "채점 모델의 점수 · {name} {version} · {model}", "Judge scores · {name} {version} · {model}"
    ),
    "evaluation.judge_note": Message(
        "언어 모델의 의견입니다. 위의 지표와 섞지 않고, 기준(gate)에도 쓰지 않습니다. "
        "채점 모델의 답을 읽을 수 없던 것은 0점이 아니라 '판정 못함'입니다.",
        "A language model's opinion, apart from the figures above and never part of the gate. "
        "What could not be read of it is 'not judged', not zero.",
    ),
    "evaluation.went_wrong": Message("무엇이 잘못되었나", "What went wrong"),
    "evaluation.nothing_wrong": Message("잘못된 문항이 없습니다.", "No case went wrong."),
    "evaluation.wrong_count": Message("문항 {count}개 가운데 {wrong}개", "{wrong} of {count} cases"),
    "evaluation.scores": Message("이 문항의 점수", "scores of this case"),
    "evaluation.raw": Message("모델이 쓴 그대로 (검사 전)", "what the model wrote, before checking"),
    "evaluation.came": Message("나온 것", "came"),
    "evaluation.broke": Message("기준을 어긴 문항", "broke a threshold"),
    "evaluation.version": Message("질문의 지문 {sha}", "digest of the questions {sha}"),
    "evaluation.claim_kind": Message("주장: {kind}", "claim: {kind}"),
    "evaluation.row_before": Message("흔들기 전", "before"),
    "evaluation.row_after": Message("흔든 뒤", "after"),
    "evaluation.row_drop": Message("잃은 만큼", "drop"),
    "evaluation.disturbance": Message("흔든 것", "disturbance"),
    "evaluation.drop": Message(
        "값 (괄호 안은 흔들기 전보다 잃은 만큼; 같은 문항끼리 견줌)",
        "value (in brackets what was lost against the undisturbed questions)",
    ),
    "evaluation.kinds": Message("종류별", "By kind"),
    "evaluation.worst": Message("문항 (나쁜 것부터)", "Cases, worst first"),
    "evaluation.versus": Message("두 시스템 비교", "Two systems compared"),
    "evaluation.versus_first": Message("A", "A"),
    "evaluation.versus_second": Message("B", "B"),
    "evaluation.versus_difference": Message("A-B (95% 구간)", "A-B (95% interval)"),
    "evaluation.versus_no_case": Message("해당 문항 없음", "no such case"),
    "evaluation.versus_right": Message("잘못 없음", "nothing wrong"),
    "evaluation.versus_cases": Message("서로 다른 문항", "Cases on which they differ"),
    "evaluation.versus_tally": Message(
        "서로 다른 문항 {differing}개: A만 잘못이 없는 것 {first}개, B만 잘못이 없는 것 {second}개",
        "{differing} cases differ: nothing wrong with A alone in {first}, with B alone in {second}",
    ),
    "evaluation.versus_unanswered": Message(
        "답이 없어 판정하지 않은 문항: A {first}개, B {second}개. 어느 쪽이 나은 것으로도 세지 않습니다.",
        "Not judged, for there is no answer: {first} cases of A, {second} of B. They count for neither.",
    ),
    "evaluation.versus_unanswered_cases": Message("답이 없는 문항", "Cases without an answer"),
    "evaluation.versus_no_answer": Message("답 없음", "no answer"),
    "evaluation.versus_tests": Message(
        "차이는 둘 다 판정된 문항에서 잰 것이며, 구간은 짝지은 부트스트랩, p는 맥니마 정확 검정(0과 1뿐인 지표)이나 "
        "짝지은 순열 검정입니다. '해당 없음'은 0이 아니라 그 시스템의 답으로는 잴 수 없다는 뜻입니다.",
        "Differences are of the cases judged for both: intervals by paired bootstrap, p by McNemar's exact test "
        "(metrics of 0 and 1) or the paired permutation test. “Not applicable” is not 0: it cannot be computed of "
        "such answers.",
    ),
    "evaluation.versus_questions": Message(
        "다른 시스템의 거절은 표시가 있으면 그것으로, 없으면 첫 문장의 말로 알아봅니다. 주장 확인은 견주지 않습니다.",
        "A refusal of another system is told by its mark, or else by the words of its first sentence. Claims are not "
        "compared.",
    ),
    "evaluation.test_mcnemar": Message("맥니마", "McNemar"),
    "evaluation.test_permutation": Message("순열", "permutation"),
    "evaluation.lacking_evidence": Message("해당 없음: 근거가 없음", "not applicable: no evidence"),
    "evaluation.lacking_quotes": Message("해당 없음: 인용이 없음", "not applicable: no quotes"),
    "evaluation.lacking_attribution": Message(
        "해당 없음: 문장별 인용이 없음", "not applicable: quotes not tied to sentences"
    ),
    "evaluation.lacking_places": Message("해당 없음: 쪽과 절이 없음", "not applicable: no pages, sections"),
    "evaluation.conditions": Message("평가 조건", "Conditions"),
    "evaluation.differing": Message(
        "견준 평가는 조건이 다릅니다: {conditions}. 지표의 차이가 여기서 왔을 수 있습니다.",
        "The evaluation compared with had other conditions: {conditions}. Differences may come of them.",
    ),
    "evaluation.unused_columns": Message(
        "{file}에 쓰지 않은 열이 있습니다: {columns}.", "{file} has columns that were not used: {columns}."
    ),
    "evaluation.unused_nearest": Message(
        "‘{title}’ (‘{nearest}’을(를) 잘못 적은 것이면 고쳐 다시 하십시오)",
        "“{title}” (if “{nearest}” is meant, mend it and run again)",
    ),
    "evaluation.unused_instead": Message("‘{title}’ (‘{instead}’ 열을 썼습니다)", "“{title}” (“{instead}” was used)"),
    "evaluation.unused_unknown": Message("‘{title}’", "“{title}”"),
    "evaluation.latency_title": Message("걸린 시간", "Latency"),
    "evaluation.latency": Message(
        "문항의 절반은 {p50} ms 안에(p50), 스물에 열아홉은 {p95} ms 안에(p95) 끝났습니다. 평균 {mean} ms",
        "half of the cases within {p50} ms (p50), 95% within {p95} ms (p95), mean {mean} ms",
    ),
    "evaluation.usage_title": Message("질문에 쓴 토큰과 시간", "Tokens and time of the questions"),
    "evaluation.usage_tokens": Message(
        "토큰: 모델이 읽은 것 {read}개(질문마다 {read_each}), 쓴 것 {written}개(질문마다 {written_each}). "
        "질문 {count}개, 모델 호출 {calls}번",
        "tokens: {read} read ({read_each} a question), {written} written ({written_each} a question); "
        "{count} questions, {calls} calls of a model",
    ),
    "evaluation.usage_uncounted": Message(
        "토큰 수를 알 수 없는 호출 {calls}번은 들어 있지 않습니다",
        "{calls} calls of which no tokens are known are not counted",
    ),
    "evaluation.usage_seconds": Message(
        "시간: 질문의 절반은 {p50}초 안에(p50), 스물에 열아홉은 {p95}초 안에(p95)",
        "time: half of the questions within {p50} s (p50), 95% within {p95} s (p95)",
    ),
    "evaluation.usage_cost": Message("비용: {cost}, 질문마다 {each}", "cost: {cost}, {each} a question"),
    "evaluation.gate_held": Message("통과: 기준을 모두 지켰습니다", "Passed: every threshold is met"),
    "evaluation.gate_held_judged": Message(
        "통과: 판정한 기준은 모두 지켰습니다", "Passed: every threshold that was judged is met"
    ),
    "evaluation.gate_none_judged": Message("판정한 기준이 없습니다", "No threshold was judged"),
    "evaluation.gate_not_judged": Message(
        "이번 평가에서 잴 수 없어 판정하지 않은 기준 {count}개: {metrics}",
        "{count} thresholds not judged, as this run cannot compute them: {metrics}",
    ),
    "evaluation.gate_broke": Message("실패: 지키지 못한 기준이 있습니다", "Failed: thresholds not met"),
    "evaluation.breach_least": Message(
        "{metric} {value}, 기준 {bound} 이상", "{metric} {value}, at least {bound} asked"
    ),
    "evaluation.breach_most": Message(
        "{metric} {value}, 기준 {bound} 이하", "{metric} {value}, at most {bound} allowed"
    ),
    "evaluation.breach_drop": Message(
        "{metric} {value}, 견준 평가보다 나빠짐 (한계 {bound})",
        "{metric} {value}, worse than the baseline allows ({bound})",
    ),
    "evaluation.breach_not_judged": Message("{metric}: 판정하지 못한 문항이 있음", "{metric}: cases not judged"),
    "evaluation.breach_uncounted": Message(
        "{metric}: 문항이 모두 한쪽이라 셀 수 없음 (맞는 것과 아닌 것이 함께 있어야 함)",
        "{metric}: cannot be counted, as all cases are of one class",
    ),
    "evaluation.breach_error": Message("오류로 끝난 문항 {value}건", "{value} cases ended with an error"),
    "evaluation.expected": Message("바라는 것", "expected"),
    "evaluation.expected_answer": Message("답", "answer"),
    "evaluation.expected_refusal": Message("거절", "refusal"),
    "evaluation.outcome_answer": Message("답함", "answered"),
    "evaluation.outcome_refusal": Message("거절함", "refused"),
    "evaluation.outcome_error": Message("오류", "error"),
    "evaluation.outcome_ranked": Message("검색함", "ranked"),
    "evaluation.outcome_supported": Message("일치", "supported"),
    "evaluation.outcome_contradicted": Message("불일치", "contradicted"),
    "evaluation.outcome_not_found": Message("문서에 없음", "not found"),
    "evaluation.history": Message("앞선 질문", "asked before"),
    "evaluation.rewritten": Message("고쳐 물은 질문", "rewritten"),
    "evaluation.as_of": Message("기준일", "as of"),
    "evaluation.gold": Message("있어야 할 말", "must hold"),
    "evaluation.forbidden": Message("없어야 할 말", "must not hold"),
    "evaluation.dropped": Message("내보내지 않은 문장", "sentence held back"),
    "evaluation.judged_yes": Message("인용이 증명함", "proved by its citations"),
    "evaluation.judged_no": Message("인용이 증명하지 못함", "not proved by its citations"),
    "evaluation.not_judged": Message("판정 못함", "not judged"),
    "evaluation.fault_quote": Message("인용이 원문과 다름", "quote differs from the document"),
    "evaluation.fault_page": Message("쪽이 다름", "wrong page"),
    "evaluation.fault_section": Message("절이 다름", "wrong section"),
    "evaluation.fault_version": Message("지난 판", "outdated version"),
    "evaluation.page": Message("{page}쪽", "p. {page}"),
    "evaluation.fell": Message("나빠짐", "worse"),
    "evaluation.rose": Message("나아짐", "better"),
} | METRICS
