#!/usr/bin/env bash
# Installs what `check.py` needs, into a folder of its own; prints the Python to run it with. Safe to repeat.
set -euo pipefail
tools="${PDF_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/reconnect-gen-pdf}"
packages=(page-validation==0.11.0 pikepdf==10.18.0 pypdf==6.1.3 numpy pillow)
missing=()
command -v qpdf >/dev/null || missing+=(qpdf)
command -v pdftoppm >/dev/null || missing+=(poppler-utils)
if ((${#missing[@]})); then
  options=(-y -q --no-install-recommends -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3)
  { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install "${options[@]}" "${missing[@]}"; } >&2
fi
if [ "$(cat "$tools/packages" 2>/dev/null)" != "${packages[*]}" ]; then
  rm -rf "$tools"
  python3 -m venv "$tools"
  "$tools/bin/pip" install -q --disable-pip-version-check "${packages[@]}" >&2
  echo "${packages[*]}" > "$tools/packages"
fi
echo "$tools/bin/python"
