#!/bin/sh
# Install the program from this bundle, without a network: sh install.sh [FOLDER]
# 이 묶음만으로 설치합니다. FOLDER가 없으면 지금 폴더의 geungeo-venv에 설치합니다.
# PYTHON names the Python to use where it is not python3.11. / PYTHON에 다른 Python의 경로를 줄 수 있습니다.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
to=${1:-geungeo-venv}
python=${PYTHON:-python3.11}

fail() {
    echo "$1" >&2
    echo "$2" >&2
    exit 2
}

command -v "$python" >/dev/null 2>&1 || fail \
    "Python이 없습니다: $python. Python을 설치하거나 PYTHON=경로 로 알려 주십시오." \
    "No Python: $python. Install it, or name one: PYTHON=/path/to/python3.11 sh install.sh"
[ ! -e "$to" ] || fail \
    "이미 있습니다: $to. 판마다 새 폴더에 설치하십시오." \
    "There is one already: $to. Install each version into a folder of its own."

# What is wrong is told by an exit status, so that nothing of a failed check is taken for an answer.
"$python" -I - "$here" "$(dirname -- "$to")" <<'PYTHON' || exit 2
import hashlib
import importlib.util
import json
import platform
import shutil
import sys
from pathlib import Path

here, beside = Path(sys.argv[1]), Path(sys.argv[2])


def fail(korean, english):
    sys.stderr.write(f"{korean}\n{english}\n")
    sys.exit(2)


if not (here / "SHA256SUMS").is_file():
    fail("SHA256SUMS가 없습니다. 묶음을 다시 푸십시오.", "SHA256SUMS is missing. Unpack the bundle again.")
for line in (here / "SHA256SUMS").read_text("utf-8").splitlines():
    digest, name = line.split("  ", 1)
    file = here / name
    if not file.is_file():
        fail(f"파일이 없습니다: {name}. 묶음을 다시 푸십시오.", f"A file is missing: {name}. Unpack the bundle again.")
    if hashlib.sha256(file.read_bytes()).hexdigest() != digest:
        fail(
            f"묶음을 만든 뒤에 바뀐 파일입니다: {name}. 묶음을 다시 옮기십시오.",
            f"A file is not as it was made: {name}. Carry the bundle over again.",
        )

wanted = json.loads((here / "target.json").read_text("utf-8"))
found = {
    "python": "%d.%d" % sys.version_info[:2],
    "system": platform.system(),
    "machine": platform.machine(),
}
for name, value in found.items():
    if value != wanted[name]:
        fail(
            f"이 묶음은 {name} {wanted[name]}용인데, 여기는 {value}입니다. 같은 환경에서 make bundle로 만드십시오.",
            f"This bundle is for {name} {wanted[name]}; here it is {value}. Run make bundle on a machine like this one.",
        )


def parts(version):
    return tuple(int(part) for part in version.split("."))


name, glibc = platform.libc_ver()
if wanted["glibc"] and (name != "glibc" or parts(glibc) < parts(wanted["glibc"])):
    fail(
        f"glibc {wanted['glibc']} 이상이 있어야 합니다. 여기는 {name} {glibc}입니다.",
        f"glibc {wanted['glibc']} or newer is needed; here it is {name or 'another library'} {glibc}.",
    )
if not importlib.util.find_spec("venv") or not importlib.util.find_spec("ensurepip"):
    fail(
        "Python에 venv가 없습니다. Debian과 Ubuntu에서는 python3.11-venv 패키지입니다.",
        "This Python has no venv. On Debian and Ubuntu it is the package python3.11-venv.",
    )
if not beside.is_dir():
    fail(f"폴더가 없습니다: {beside}", f"No such folder: {beside}")
free = shutil.disk_usage(beside).free // 10**6
if free < wanted["megabytes"]:
    fail(
        f"빈 곳이 {wanted['megabytes']} MB 있어야 합니다. {beside}에는 {free} MB 있습니다.",
        f"{wanted['megabytes']} MB of free disk are needed; {beside} has {free} MB.",
    )
PYTHON

# Half an installation must not be taken for one.
trap 'rm -rf -- "$to"' EXIT
trap 'exit 130' INT TERM
"$python" -I -m venv "$to"
# No setting of this machine's pip counts: nothing but this bundle may be installed. Without bytecode, which is then
# compiled on every core: whoever runs the program may not be allowed to write here.
PIP_CONFIG_FILE=/dev/null "$to/bin/python" -I -m pip --isolated install --quiet --disable-pip-version-check \
    --no-index --find-links "$here/wheels" --no-deps --only-binary :all: --require-hashes --no-compile \
    -r "$here/requirements.txt"
"$to/bin/python" -I -m compileall -q -j 0 "$to/lib" >/dev/null || true # templates of some packages are no Python
"$to/bin/geungeo" --version
trap - EXIT

cat <<END
설치했습니다 / installed: $to
해 보기 / try it:
  $to/bin/geungeo ingest "$here/sample" --store sample-store --text
  $to/bin/geungeo ask --store sample-store --text "지역혁신선도기업육성(R&D)의 총사업비는 얼마로 확정되었나요?"
END
