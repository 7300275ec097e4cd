#!/bin/sh
# Builds .venv from requirements.lock with the first Python >= 3.11 found; on Debian brings what venv lacks.
set -eu
cd "$(dirname "$0")/.."

usable() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }
find_python() {
  for candidate in python3 python3.13 python3.12 python3.11 python; do
    if usable "$candidate"; then echo "$candidate"; return; fi
  done
}
complete() { [ -n "$1" ] && "$1" -c 'import ensurepip, venv' 2>/dev/null; }
apt() {
  if [ "$(id -u)" = 0 ]; then become=""; else become="sudo -n"; fi
  $become env DEBIAN_FRONTEND=noninteractive apt-get -qq "$@" >/dev/null
}

python=$(find_python)
if ! complete "$python" && command -v apt-get >/dev/null; then
  echo "installing python3-venv with apt-get"
  apt update && apt install -y --no-install-recommends python3 python3-venv || true
  python=$(find_python)
fi
if ! complete "$python"; then
  echo "no Python >= 3.11 with venv here: install it (on Debian: python3-venv), then run make again" >&2
  exit 1
fi

echo "setting up .venv with $("$python" --version)"
.venv/bin/python -m pip --version >/dev/null 2>&1 || { rm -rf .venv && "$python" -m venv .venv; }
.venv/bin/python -m pip install -q --disable-pip-version-check --no-compile --require-hashes -r requirements.lock
.venv/bin/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
# On all processors, where pip takes one; our own code, for every process would otherwise compile it anew where Python
# is told to write no bytecode. Some packages carry files of other Pythons, which do not compile.
.venv/bin/python -m compileall -q -j 0 shared services deploy
.venv/bin/python -m compileall -qq -j 0 .venv/lib || true
touch .venv/ready
