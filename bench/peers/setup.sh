#!/bin/sh
# Makes a Python environment with the packages that oborot is measured against.
# usage: setup.sh DIR
set -eu
[ -x "$1/bin/python" ] || python3 -m venv "$1"
"$1/bin/pip" install --quiet --disable-pip-version-check ecomplexity==0.5.3 "numpy>=2,<3" "pandas>=2,<4"
