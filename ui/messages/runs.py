"""Messages of the tab that shows evaluation runs."""

from __future__ import annotations

from ui.messages.message import Message

RUNS = {
    "runs.title": Message("평가 목록", "Evaluations"),
    "runs.none": Message(
        "아직 한 평가가 없습니다. 위에서 시작하십시오. 명령줄(geungeo eval)에서 한 평가는 결과 폴더를 이 서버의 평가 "
        "폴더에 두면 여기에 나옵니다.",
        "None yet. Start one above. One made on the command line (geungeo eval) is listed when its folder lies in this "
        "server's folder of evaluations.",
    ),
    "runs.off": Message(
        "이 페이지에는 평가 폴더가 정해져 있지 않습니다.", "No folder of evaluations is set for this page."
    ),
    "runs.start": Message("빠른 평가 시작", "Start a quick run"),
    "runs.start.title": Message("평가하기", "Evaluate"),
    "runs.start.how": Message(
        "함께 설치된 예제 문서와 문항으로 프로그램이 제대로 도는지 봅니다. 여기에 넣은 문서는 쓰지 않습니다.",
        "Shows that the program works, with sample documents and questions that came with it; yours are not used.",
    ),
    "runs.start.denied": Message(
        "평가는 평가자(evaluator)가 시작합니다. 결과는 모두 볼 수 있습니다.",
        "Evaluations are started by evaluators; everybody may see them.",
    ),
    "runs.own.how": Message(
        "내 질문에 여기 넣은 문서로 얼마나 잘 답하는지 평가합니다.",
        "See how well your own questions are answered from the documents held here.",
    ),
    "runs.own.choose": Message("질문 파일 고르기", "Choose a file of questions"),
    "runs.own.reading": Message("읽는 중", "reading"),
    "runs.own.limit": Message(
        "CSV, XLSX, ODS, JSON Lines · {limit}MB, {most}문항까지 · 질문과 결과는 이 탭을 보는 모두에게 보입니다.",
        "CSV, XLSX, ODS or JSON Lines · up to {limit} MB and {most} cases · everybody who sees this tab sees the "
        "questions and the results.",
    ),
    "runs.own.columns": Message("표에 적을 것", "What the table holds"),
    "runs.own.columns.how": Message(
        "질문: 이 열만 꼭 있어야 합니다.\n"
        "정답: 답에 모두 있어야 할 짧은 말. 여럿은 ;로, 그중 하나면 되는 것은 |로 나눕니다.\n"
        "금지어: 답에 없어야 할 말\n"
        "문서: 답이 있는 문서의 id, 파일 이름이나 제목\n"
        "기준일: 이 날까지 나온 문서로만 답하게 합니다.\n"
        "기대: 답이나 거절. 비우면 답\n"
        "종류: 나누어 셀 이름(사실, 목록, 수, 표, 상태, 비교, …)\n"
        "주장, 판정: 질문 대신 확인할 문장과 일치, 불일치, 없음",
        "question: the only column that must be there\n"
        "gold: short strings that must all be in the answer, parted by ;, alternatives by |\n"
        "forbidden: what must not be in it\n"
        "documents: id, file name or title of those that hold the answer\n"
        "as_of: answer from documents up to this day\n"
        "expected: answer or refusal; empty is answer\n"
        "kind: counted apart (fact, list, number, table, status, comparison, …)\n"
        "claim, verdict: a sentence to check in place of a question, and supported, contradicted or not_found",
    ),
    "runs.own.template.get": Message("서식 내려받기 (CSV)", "Download a template (CSV)"),
    "runs.own.template.name": Message("평가 질문 서식.csv", "evaluation questions.csv"),
    "runs.own.template": Message(
        "번호,질문,정답,금지어,문서,기준일,기대,종류,주장,판정\n"
        "1,바다숲 조성사업의 총사업비는 얼마인가요?,240억원|240억,210억원,,,답,수,,\n"
        "2,바다숲 조성사업의 대상 지역은 어디인가요?,부산;전남,,,2026-03-31,답,목록,,\n"
        "3,바다숲 조성사업의 담당 과장은 누구인가요?,,,,,거절,답이 없는 질문,,\n"
        "4,,,,,,,,바다숲 조성사업의 총사업비는 210억원이다.,불일치\n",
        "id,question,gold,forbidden,documents,as_of,expected,kind,claim,verdict\n"
        "1,What is the total cost of the sea forest programme?,24 billion won|240억원,,,,answer,number,,\n"
        "2,Which regions does the sea forest programme cover?,Busan|부산;Jeonnam|전남,,,2026-03-31,answer,list,,\n"
        "3,Who heads the sea forest programme?,,,,,refusal,unanswerable,,\n"
        "4,,,,,,,,The sea forest programme costs 21 billion won.,contradicted\n",
    ),
    "runs.own.form": Message(
        "{name}: CSV, XLSX, ODS, JSON Lines 파일을 주십시오.", "{name}: give a CSV, XLSX, ODS or JSON Lines file."
    ),
    "runs.own.large": Message(
        "{name}: 파일이 {limit}MB를 넘습니다. 나누거나 명령줄에서 하십시오: geungeo eval grounding --data 파일",
        "{name}: the file has more than {limit} MB. Divide it, or use geungeo eval grounding --data FILE.",
    ),
    "runs.own.many": Message(
        "{name}: {count}문항입니다. 한 번에 {most}문항까지 돌립니다. 나누거나 명령줄에서 하십시오: "
        "geungeo eval grounding --data 파일",
        "{name}: {count} cases, more than {most}. Divide it, or use geungeo eval grounding --data FILE.",
    ),
    "runs.versus": Message("다른 시스템과 비교", "Compare with another system"),
    "runs.versus.how": Message(
        "같은 질문을 이 프로그램과 다른 시스템에 묻고 지표와 답을 나란히 봅니다.",
        "Ask this program and another system the same questions; see metrics and answers side by side.",
    ),
    "runs.versus.cases": Message("질문 파일 고르기", "Choose the questions"),
    "runs.versus.answers": Message("다른 시스템의 답 파일 고르기", "Choose the other system's answers"),
    "runs.versus.answers.how": Message(
        "답 파일의 열: 질문(또는 번호), 답변. 있으면 거절, 인용, 문서, 근거. "
        "잴 수 없는 지표는 ‘해당 없음’으로 나옵니다.",
        "Columns of the answers: question (or id), answer; if there are any refused, quotes, document, contexts. "
        "Metrics that cannot be computed are shown as not applicable.",
    ),
    "runs.versus.server": Message("또는 서버", "Or a server"),
    "runs.versus.server.none": Message("고르지 않음", "none"),
    "runs.versus.server.how": Message(
        "서버를 고르면 질문이 그 서버로 갑니다. 관리자가 설정에 적은 서버만 나옵니다.",
        "A server is sent the questions. Only servers named in the settings are listed.",
    ),
    "runs.versus.start": Message("비교 시작", "Start the comparison"),
    "runs.versus.none": Message(
        "견줄 답 파일이나 서버를 고르십시오.", "Choose a file of answers, or a server, to compare with."
    ),
    "runs.versus.more": Message(
        "{count}문항이 더 있습니다. 평가 결과 폴더의 comparison.html에 모두 있습니다.",
        "{count} more; all stand in comparison.html in the folder of the evaluation.",
    ),
    "runs.preparing.versus": Message("다른 시스템에 묻는 중", "asking the other system"),
    "runs.stop": Message("멈추기", "Stop"),
    "runs.stopping": Message("이 문항까지 하고 멈춥니다.", "Stopping after this case."),
    "runs.busy": Message(
        "이미 평가하는 중입니다. 끝난 뒤에 시작하십시오.", "An evaluation is under way. Start after it ends."
    ),
    "runs.preparing.quick": Message("예제 문서를 넣는 중", "putting in the sample documents"),
    "runs.preparing.own": Message("첫 문항에 답하는 중", "answering the first case"),
    "runs.running": Message("문항을 평가하는 중 · {done}/{total}", "evaluating the cases · {done}/{total}"),
    "runs.done": Message("평가를 마쳤습니다.", "The evaluation has ended."),
    "runs.failed": Message("평가를 마치지 못했습니다.", "The evaluation could not be finished."),
    "runs.cases": Message("{count}문항", "{count} cases"),
    "runs.held": Message("✓ 기준 지킴", "✓ thresholds met"),
    "runs.broke": Message("≠ 기준 어김", "≠ thresholds not met"),
    "runs.ungated": Message("○ 기준 없음", "○ no thresholds"),
    "runs.ungated.why": Message(
        "통과할 기준을 두지 않은 평가입니다. 기준은 명령줄에서 --gate나 --thresholds로 둡니다.",
        "Made without thresholds, which the command line sets: geungeo eval --gate or --thresholds.",
    ),
    "runs.broken.cases": Message("문항: {cases}", "cases: {cases}"),
    "runs.pick": Message("평가를 고르십시오.", "Choose an evaluation."),
    "runs.gone": Message("그 평가를 읽을 수 없습니다.", "That evaluation cannot be read."),
    "runs.compare": Message("견줄 평가", "Compare with"),
    "runs.compare.none": Message("고르지 않음", "none"),
    "runs.compared": Message("‘{before}’와 견줌", "Compared with “{before}”"),
    "runs.unlike": Message("두 평가는 견줄 수 없습니다.", "The two evaluations cannot be compared."),
    "runs.difference": Message("차이", "difference"),
    "runs.significant": Message("우연이 아님 (p {p})", "not by chance (p {p})"),
    "runs.chance": Message("우연일 수 있음 (p {p})", "may be chance (p {p})"),
    "runs.changed": Message("달라진 문항 {count}개", "{count} cases changed"),
    "runs.unchanged": Message("달라진 문항이 없습니다.", "No case changed."),
    "runs.fell": Message("↓ 나빠짐", "↓ worse"),
    "runs.rose": Message("↑ 나아짐", "↑ better"),
    "runs.other": Message("그 밖", "Other"),
    "runs.interval": Message("{name} {value}, 95% 구간 {low}~{high}", "{name} {value}, 95% interval {low}–{high}"),
    "runs.worst": Message("문항 (나쁜 것부터)", "Cases, worst first"),
    "runs.more": Message("더 보기 ({count}문항 남음)", "More ({count} left)"),
    "runs.gold": Message("있어야 할 말: {what}", "must hold: {what}"),
    "runs.forbidden": Message("없어야 할 말: {what}", "must not hold: {what}"),
    "judging.how": Message(
        "문항을 열어 맞는지 틀리는지 남길 수 있습니다. 남긴 것은 질문 파일로 내려받아 다음 평가에 씁니다.",
        "Open a case to judge it right or wrong; judged cases can be downloaded as a file of questions for the next "
        "evaluation.",
    ),
    "judging.counted": Message(
        "사람이 본 {count}문항: 맞음 {right}, 틀림 {wrong}", "Judged by people: {count}, {right} right, {wrong} wrong"
    ),
    "judging.export": Message("질문 파일로 내려받기 ({count})", "Download as a file of questions ({count})"),
    "judging.ask": Message("이 결과는", "This is"),
    "judging.right": Message("✓ 맞음", "✓ right"),
    "judging.wrong": Message("≠ 틀림", "≠ wrong"),
    "judging.undo": Message("되돌리기", "Take back"),
    "judging.said.right": Message("사람: ✓ 맞음", "judged ✓ right"),
    "judging.said.wrong": Message("사람: ≠ 틀림", "judged ≠ wrong"),
    "judging.more": Message("바라는 것 적기", "Say what it should be"),
    "judging.expected": Message("나왔어야 할 것", "should have come"),
    "judging.expected.same": Message("적지 않음", "not said"),
    "judging.gold": Message("있어야 할 말 (여럿은 ;)", "must hold (parted by ;)"),
    "judging.forbidden": Message("없어야 할 말 (여럿은 ;)", "must not hold (parted by ;)"),
    "judging.note": Message("적어 둘 말", "note"),
    "judging.unwritten": Message(
        "평가 결과의 폴더에 쓸 수 없습니다. 관리자에게 알려 주십시오.",
        "The folder of the evaluation cannot be written to. Please tell the administrator.",
    ),
    "runs.faultless": Message("잘못된 문항이 없습니다.", "No case went wrong."),
    "runs.untraced": Message(
        "이 평가에는 문항별 기록(trace.jsonl)이 없어 질문과 근거를 보일 수 없습니다.",
        "No record of each case (trace.jsonl) was kept here; questions and evidence cannot be shown.",
    ),
    "runs.expected": Message("기대: {what}", "expected: {what}"),
    "runs.got": Message("결과: {what}", "got: {what}"),
    "runs.kind.answer": Message("답", "answer"),
    "runs.kind.refusal": Message("답하지 않음", "refusal"),
    "runs.kind.error": Message("오류", "error"),
    "runs.kind.ranked": Message("순위", "ranking"),
    "runs.kind.supported": Message("✓ 일치", "✓ supported"),
    "runs.kind.contradicted": Message("≠ 불일치", "≠ contradicted"),
    "runs.kind.not_found": Message("○ 문서에 없음", "○ not in the documents"),
    "runs.conditions": Message("조건", "Conditions"),
}
