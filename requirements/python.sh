#!/bin/sh
# Make a virtual environment: `python.sh FOLDER [VERSION]`, with this version or else with any Python ≥ 3.11.
# Where something is missing, say the one line that mends it.
set -eu

folder=$1
wanted=${2:-}

suits() {  # is it there, and new enough?
    "$1" -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>/dev/null
}

if suits "$folder/bin/python" && "$folder/bin/python" -c "import pip" 2>/dev/null; then
    exit 0  # somebody made it already
fi

python=
if [ -n "$wanted" ]; then
    choice="python$wanted $(ls -d "${PYENV_ROOT:-$HOME/.pyenv}"/versions/"$wanted"*/bin/python3 2>/dev/null || true)"
else
    choice="python3 python3.13 python3.12 python3.11"
fi
for each in $choice; do
    if suits "$each"; then python=$each; break; fi
done

if [ -z "$python" ]; then
    echo "Python ${wanted:-3.11 or newer} is not on this machine. Install it, for example:" >&2
    echo "    sudo apt install python${wanted:-3.11} python${wanted:-3.11}-venv" >&2
    exit 1
fi
if ! "$python" -c "import ensurepip, venv" 2>/dev/null; then
    version=$("$python" -c "import sys; print('python%d.%d' % sys.version_info[:2])")
    echo "Python's venv module is missing. This line mends it; then run make again:" >&2
    echo "    sudo apt install $version-venv" >&2
    exit 1
fi
rm -rf "$folder"
"$python" -m venv "$folder"
