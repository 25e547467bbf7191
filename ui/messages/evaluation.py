"""Owns what evaluation says in both languages: its help, its terminal lines and its report page; knows no figure."""

from __future__ import annotations

from ui.messages.message import Message

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
        "저장해 둔 `ask --json` 한 줄을 사례로 만듭니다.", "Turn a saved line of `ask --json` into a case."
    ),
    "option.eval.out": Message("보고서를 쓸 폴더", "directory for the reports"),
    "option.eval.data": Message(
        "사례 파일: JSON Lines, CSV, XLSX, KorQuAD JSON, BEIR 폴더 (여러 개 가능; 기본은 golden)",
        "cases: JSON Lines, CSV, XLSX, KorQuAD JSON or a BEIR folder (default: the golden set)",
    ),
    "option.eval.documents": Message(
        "평가할 문서 파일이나 폴더 (OUT/store에 넣음)", "documents to evaluate on (put into OUT/store)"
    ),
    "option.eval.baseline": Message("견줄 앞선 실행의 폴더", "directory of an earlier run to compare with"),
    "option.eval.gate": Message("기준에 못 미치면 1로 끝냅니다", "exit 1 where a threshold is not met"),
    "option.eval.thresholds": Message(
        "기준 파일 (기본은 함께 설치된 gate.toml)", "thresholds (default: the gate.toml installed)"
    ),
    "option.eval.split": Message("이 쪽의 사례만", "only cases of this split"),
    "option.eval.limit": Message("질문과 주장마다 많아야 몇 개", "at most so many questions and claims"),
    "option.eval.workers": Message("한꺼번에 돌릴 사례의 수 (기본 2)", "cases run at once (default 2)"),
    "option.eval.verifier": Message(
        "규칙 대신 판정할 함의 모델: cross-encoder:모델, chat (기본은 규칙)",
        "judge of entailment in place of the rules: cross-encoder:MODEL or chat (default: rules)",
    ),
    "option.eval.map": Message(
        "표의 열 이름, 예: question=질문 (여러 번 쓸 수 있음)", "column of a table, as question=질문 (repeatable)"
    ),
    "option.eval.line": Message(
        "`ask --json` 출력이 든 파일 (- 는 표준 입력)", "file of `ask --json` output, - for stdin"
    ),
    "option.eval.to": Message("사례를 덧붙일 JSON Lines 파일", "JSON Lines file to append to"),
    "option.eval.question": Message("그때 물은 질문", "the question that was asked"),
    "option.eval.kind": Message("사례의 종류 (기본 fact)", "kind of the case (default fact)"),
    "option.eval.expected": Message("바라는 것 (기본은 그때 나온 것)", "what is expected (default: what came)"),
    "option.eval.gold": Message("답에 있어야 할 말 (여러 번 쓸 수 있음)", "string the answer must hold (repeatable)"),
    "option.eval.forbidden": Message("답에 없어야 할 말 (여러 번 쓸 수 있음)", "string it must not hold (repeatable)"),
    "eval.progress": Message("평가하는 중", "Evaluating"),
    "eval.written": Message("보고서: {path}", "report: {path}"),
    "eval.held": Message("기준을 모두 지켰습니다.", "Every threshold is met."),
    "eval.added": Message("{path}에 {id}을(를) 덧붙였습니다.", "added {id} to {path}"),
    "eval.failed_documents": Message("읽지 못한 문서: {path}: {error}", "document not read: {path}: {error}"),
    "eval.no_cases": Message("돌릴 사례가 없습니다.", "There is no case to run."),
    "eval.no_cases_hint": Message(
        "{suite}에 맞는 사례인지, --split과 --limit을 확인하십시오.",
        "Check that the cases suit {suite}, and --split and --limit.",
    ),
    "evaluation.language": Message("ko", "en"),
    "evaluation.title": Message("근거 평가", "Grounding evaluation"),
    "evaluation.suite_grounding": Message("근거", "grounding"),
    "evaluation.suite_retrieval": Message("검색", "retrieval"),
    "evaluation.suite_claims": Message("주장 확인", "claims"),
    "evaluation.suite_robustness": Message("견고성", "robustness"),
    "evaluation.cases": Message("사례 {count}개", "{count} cases"),
    "evaluation.metrics": Message("지표", "Metrics"),
    "evaluation.metric": Message("지표", "metric"),
    "evaluation.value": Message("값", "value"),
    "evaluation.interval": Message("95% 구간", "95% interval"),
    "evaluation.judged": Message("사례", "cases"),
    "evaluation.before": Message("기준 실행", "baseline"),
    "evaluation.p": Message("p", "p"),
    "evaluation.plot": Message(
        "점은 값, 띠는 95% 부트스트랩 구간, 빈 동그라미는 견준 실행, 붉은 점선은 기준입니다. "
        "↑는 높을수록, ↓는 낮을수록 좋습니다.",
        "Dot: value; band: 95% bootstrap interval; ring: baseline; red dashes: threshold. ↑ higher, ↓ lower is better.",
    ),
    "evaluation.verifier": Message(
        "충실성과 인용 지표는 독립 검증기 {name}가 판정했습니다. 이 검증기의 균형 정확도는 {claims}의 주장 "
        "{count}개에서 {value} (95% 구간 {low}~{high})입니다.",
        "Faithfulness and citation figures were judged by the independent verifier {name}, whose balanced accuracy on "
        "{count} claims of {claims} is {value} (95% interval {low}–{high}).",
    ),
    "evaluation.disturbance": Message("흔든 것", "disturbance"),
    "evaluation.drop": Message(
        "값 (괄호 안은 흔들기 전보다 잃은 만큼; 같은 사례끼리 견줌)",
        "value (in brackets what was lost against the plain run on the same cases)",
    ),
    "evaluation.kinds": Message("종류별", "By kind"),
    "evaluation.worst": Message("사례 (나쁜 것부터)", "Cases, worst first"),
    "evaluation.conditions": Message("실행 조건", "Conditions"),
    "evaluation.latency_title": Message("걸린 시간", "Latency"),
    "evaluation.latency": Message(
        "사례마다 p50 {p50} ms · p95 {p95} ms · 평균 {mean} ms", "a case: p50 {p50} ms · p95 {p95} ms · mean {mean} ms"
    ),
    "evaluation.gate_held": Message("통과: 기준을 모두 지켰습니다", "Passed: every threshold is met"),
    "evaluation.gate_broke": Message("실패: 지키지 못한 기준이 있습니다", "Failed: thresholds not met"),
    "evaluation.breach_least": Message(
        "{metric} {value}, 기준 {bound} 이상", "{metric} {value}, at least {bound} asked"
    ),
    "evaluation.breach_most": Message(
        "{metric} {value}, 기준 {bound} 이하", "{metric} {value}, at most {bound} allowed"
    ),
    "evaluation.breach_drop": Message(
        "{metric} {value}, 견준 실행보다 나빠짐 (한계 {bound})",
        "{metric} {value}, worse than the baseline allows ({bound})",
    ),
    "evaluation.breach_not_judged": Message("{metric}: 판정하지 못한 사례가 있음", "{metric}: cases not judged"),
    "evaluation.breach_error": Message("오류로 끝난 사례 {value}건", "{value} cases ended with an error"),
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
    "evaluation.judged_yes": Message("인용이 증명함", "borne out"),
    "evaluation.judged_no": Message("인용이 증명하지 못함", "not borne out"),
    "evaluation.not_judged": Message("판정 못함", "not judged"),
    "evaluation.fault_quote": Message("인용이 원문과 다름", "quote differs from the document"),
    "evaluation.fault_page": Message("쪽이 다름", "wrong page"),
    "evaluation.fault_section": Message("절이 다름", "wrong section"),
    "evaluation.fault_version": Message("지난 판", "outdated version"),
    "evaluation.page": Message("{page}쪽", "p. {page}"),
    "evaluation.fell": Message("나빠짐", "worse"),
    "evaluation.rose": Message("나아짐", "better"),
    "evaluation.metric_citation_recall": Message("인용 재현율", "citation recall"),
    "evaluation.metric_citation_precision": Message("인용 정밀도", "citation precision"),
    "evaluation.metric_citation_f1": Message("인용 F1", "citation F1"),
    "evaluation.metric_faithfulness": Message("충실성", "faithfulness"),
    "evaluation.metric_fully_grounded": Message("모든 문장이 증명된 답", "fully grounded answers"),
    "evaluation.metric_quote_exactness": Message("인용문 일치", "quote exactness"),
    "evaluation.metric_page_exactness": Message("쪽 일치", "page exactness"),
    "evaluation.metric_section_exactness": Message("절 일치", "section exactness"),
    "evaluation.metric_version_currency": Message("최신 판 인용", "version currency"),
    "evaluation.metric_value_agreement": Message("수치 일치", "value agreement"),
    "evaluation.metric_abstention_macro_f1": Message("답과 거절 macro-F1", "abstention macro-F1"),
    "evaluation.metric_answer_f1": Message("답하기 F1", "answering F1"),
    "evaluation.metric_refusal_f1": Message("거절하기 F1", "refusing F1"),
    "evaluation.metric_incorrect_refusal": Message("잘못된 거절", "incorrect refusal"),
    "evaluation.metric_false_answers": Message("없는 답을 함", "false answers"),
    "evaluation.metric_str_em": Message("정답 포함 (STR-EM)", "STR-EM"),
    "evaluation.metric_str_em_answered": Message("정답 포함 (답한 것만)", "STR-EM, answered"),
    "evaluation.metric_forbidden": Message("금지된 말", "forbidden strings"),
    "evaluation.metric_premise_corrected": Message("틀린 전제를 바로잡음", "premise corrected"),
    "evaluation.metric_claim_balanced_accuracy": Message("주장 확인 균형 정확도", "claim balanced accuracy"),
    "evaluation.metric_claim_accuracy": Message("주장 확인 정확도", "claim accuracy"),
    "evaluation.metric_false_support": Message("틀린 주장을 맞다고 함", "false support"),
    "evaluation.metric_claim_quote_exactness": Message("확인 인용문 일치", "claim quote exactness"),
    "evaluation.metric_verifier_balanced_accuracy": Message("검증기 균형 정확도", "verifier balanced accuracy"),
    "evaluation.metric_cases": Message("사례", "cases"),
}
