"""Messages about users and signing in."""

from __future__ import annotations

from ui.messages.message import Message

ACCOUNTS = {
    "help.users": Message("페이지에 들어올 수 있는 사용자를 관리합니다.", "Manage who may sign in to the page."),
    "help.users.add": Message(
        "사용자를 더합니다. 비밀번호는 물어보거나 표준 입력에서 읽습니다.",
        "Add a user; the password is asked for, or read from stdin.",
    ),
    "help.users.list": Message("사용자 목록을 봅니다.", "List the users."),
    "help.users.remove": Message("사용자를 지웁니다.", "Remove a user."),
    "help.users.password": Message(
        "비밀번호를 바꿉니다. 열린 세션과 토큰은 끝납니다.", "Change a password; open sessions and tokens end."
    ),
    "help.users.token": Message(
        "프로그램이 쓸 토큰을 만듭니다. 한 번만 보입니다.", "Make a token for programs; it is shown once."
    ),
    "option.user": Message("사용자의 이름", "name of the user"),
    "option.role": Message(
        "권한 (여러 번 쓸 수 있음, 기본 reader): reader는 묻고 확인하고 읽습니다. editor는 문서도 넣고 지웁니다. "
        "evaluator는 평가도 시작합니다",
        "role (repeatable, default reader): a reader asks, checks and reads; an editor also adds and removes "
        "documents; an evaluator also starts evaluations",
    ),
    "option.users": Message(
        "사용자 파일 (기본은 저장소의 users.json)", "file of users (default users.json in the store)"
    ),
    "users.password": Message("비밀번호: ", "Password: "),
    "users.again": Message("한 번 더: ", "Once more: "),
    "users.differ": Message("두 비밀번호가 다릅니다.", "The passwords differ."),
    "users.added": Message("더했습니다: {name} ({roles})", "Added: {name} ({roles})"),
    "users.removed": Message("지웠습니다: {name}", "Removed: {name}"),
    "users.changed": Message("비밀번호를 바꾸었습니다: {name}", "Password changed: {name}"),
    "users.none": Message("사용자가 없습니다.", "There are no users."),
    "signin.title": Message("로그인 · 근거", "Sign in · geungeo"),
    "signin.why": Message("이 페이지는 등록된 사용자만 볼 수 있습니다.", "This page is for registered users."),
    "signin.name": Message("이름", "Name"),
    "signin.password": Message("비밀번호", "Password"),
    "signin.enter": Message("로그인", "Sign in"),
    "signin.leave": Message("로그아웃", "Sign out"),
    "signin.wrong": Message("이름이나 비밀번호가 맞지 않습니다.", "Name or password is wrong."),
    "signin.wait": Message(
        "여러 번 틀렸습니다. 15분쯤 뒤에 다시 시도하십시오.", "Too many tries. Try again in a quarter of an hour."
    ),
    "signin.house": Message("조직 계정으로 로그인", "Sign in with your organisation's account"),
    "signin.other": Message("다른 조직 계정으로 로그인", "Sign in with another account of your organisation"),
    "signin.or": Message("또는 이 서버의 계정으로", "or with an account of this server"),
    "signin.stuck": Message(
        "조직 계정으로 들어올 수 없으면 관리자에게 알리십시오.",
        "Your organisation's account does not let you in? Tell the administrator.",
    ),
    "signin.late": Message(
        "로그인이 너무 오래 걸렸거나 다른 브라우저에서 시작되었습니다. 다시 로그인하십시오.",
        "Signing in took too long, or was begun in another browser. Please sign in again.",
    ),
    "signin.declined": Message(
        "조직의 로그인 서버가 로그인을 받아 주지 않았습니다. 다시 로그인하고, 계속되면 관리자에게 알리십시오.",
        "Your organisation's sign-in server did not accept the sign-in. Try again; if that does not help, tell the "
        "administrator.",
    ),
    "signin.untrusted": Message(
        "조직의 로그인 서버가 보낸 답을 믿을 수 없어 로그인하지 않았습니다. 관리자에게 알리십시오.",
        "You are not signed in, for what your organisation's sign-in server sent cannot be believed. Tell the "
        "administrator.",
    ),
    "signin.away": Message(
        "조직의 로그인 서버가 응답하지 않습니다. 잠시 뒤에 다시 로그인하고, 계속되면 관리자에게 알리십시오.",
        "Your organisation's sign-in server does not answer. Try again in a moment; if that does not help, tell the "
        "administrator.",
    ),
    "signin.no_role": Message(
        "{name} 계정에는 이 서버에 들어올 권한이 없습니다. 관리자에게 그룹을 확인해 달라고 하거나 다른 계정으로 "
        "로그인하십시오.",
        "The account {name} may not use this server. Ask the administrator about your groups, or sign in with another "
        "account.",
    ),
    "signin.left": Message(
        "이 서버에서 로그아웃했습니다. 조직의 로그인 서버에서도 로그아웃합니다.",
        "You are signed out of this server, and are taken to your organisation's sign-in server to sign out there too.",
    ),
    "signin.leave_house": Message("바로 넘어가지 않으면 누르십시오", "Follow this link if nothing happens"),
    "visitors.denied": Message(
        "이 일을 할 권한({role})이 없습니다. 관리자에게 권한을 요청하십시오.",
        "You lack the role for this ({role}). Ask the administrator for it.",
    ),
    "signin.forgotten": Message(
        "계정이 없거나 비밀번호를 잊었으면 관리자에게 알리십시오.",
        "No account, or password forgotten? Tell the administrator.",
    ),
}
