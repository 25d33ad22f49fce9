#!/usr/bin/env bash
# Installs what the browser suite needs, and does nothing where all is there; safe to repeat.
#   install.sh      Chromium, Java, Node, poppler and fonts from apt, where they are missing (that needs root); then the
#                   packages of package-lock.json into $BROWSER_TOOLS (default: reconnect-gen-browser in the user's cache)
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
tools=${BROWSER_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/reconnect-gen-browser}
has() { command -v "$1" >/dev/null 2>&1; }

missing=()
[ -x "${CHROMIUM:-}" ] || has chromium || missing+=(chromium)
has java || missing+=(default-jre-headless)
has node || missing+=(nodejs)
has npm || missing+=(npm)
has pdftotext || missing+=(poppler-utils)
[ -n "$(fc-list :lang=ar 2>/dev/null)" ] || missing+=(fontconfig fonts-noto-core)
if ((${#missing[@]})); then
  echo "to install: ${missing[*]}"
  has apt-get || { echo "there is no apt-get here: install these by hand" >&2; exit 1; }
  apt-get update -q >/dev/null
  DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends -o DPkg::Lock::Timeout=300 \
    -o Acquire::Retries=3 "${missing[@]}" >/dev/null
fi

mkdir -p "$tools"
if ! cmp -s "$here/package-lock.json" "$tools/.installed"; then
  rm -f "$tools/.installed"
  cp "$here/package.json" "$here/package-lock.json" "$tools/"
  (cd "$tools" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
  cp "$here/package-lock.json" "$tools/.installed"
fi
echo "the browser suite has its tools in $tools"
