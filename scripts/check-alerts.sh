#!/usr/bin/env bash
# Tries the alerts with Prometheus' own promtool: the settings and their syntax, what raises each of them, and that a quiet day raises none.
# Where promtool is missing, Debian's package is unpacked into a temporary folder; nothing is installed.
set -euo pipefail
cd "$(dirname "$0")/../deploy/prometheus"

promtool=$(command -v promtool || true)
if [[ -z $promtool ]]; then
  command -v apt-get >/dev/null || { echo 'check-alerts: install promtool, which comes with Prometheus' >&2; exit 1; }
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  (cd "$work" && apt-get download -qq prometheus 2>/dev/null >&2 && dpkg -x prometheus_*.deb .)
  promtool=$work/usr/bin/promtool
fi
"$promtool" check config prometheus.yaml
"$promtool" test rules alerts.test.yaml
