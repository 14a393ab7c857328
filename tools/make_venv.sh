#!/bin/sh
# A virtual environment with a pip that knows dependency groups. On Debian the venv module is a package of its own.
set -eu
python=$1
venv=$2
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "formgen needs Python 3.11 or later; say which with: make PYTHON=python3.12" >&2
    exit 1
}
if ! "$python" -m venv "$venv" 2>/dev/null; then
    rm -rf "$venv"
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        apt-get install -y -qq python3-venv >/dev/null || { apt-get update -qq && apt-get install -y -qq python3-venv >/dev/null; }
    fi
    "$python" -m venv "$venv" || {
        echo "Python's venv module is missing: sudo apt install python3-venv" >&2
        exit 1
    }
fi
"$venv/bin/python" -m pip install --quiet --upgrade "pip>=25.1"
