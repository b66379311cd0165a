#!/usr/bin/env bash
# The whole suite: on SQLite with the browser tests, then what touches the database once more on PostgreSQL.
# TEST_DATABASE_URL names the PostgreSQL server; without it one that answers on this machine is taken.
# REQUIRE_ALL=1 (as in CI) makes a missing browser or server a failure instead of a skip.
set -uo pipefail
cd "$(dirname "$0")/.."
bin=.venv/bin
export SECRET_KEY=${SECRET_KEY:-only-for-tests} DJANGO_SETTINGS_MODULE=editorial.settings
export PYTHONWARNINGS=
jobs=${TEST_JOBS:-2}

browser() { command -v chromium || command -v chromium-browser || command -v google-chrome; }
if ! browser >/dev/null; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing Chromium from Debian's packages for the browser tests"
    (apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium) >/dev/null 2>&1
  fi
fi
if ! browser >/dev/null; then
  echo "SKIPPED: the browser tests, for there is no Chromium and it could not be installed (apt-get install chromium)"
  [ "${REQUIRE_ALL:-}" = 1 ] && exit 1
fi

postgresql=${TEST_DATABASE_URL:-}
if [ -z "$postgresql" ]; then
  postgresql=$($bin/python - <<'PY'
import psycopg
for url in ("postgresql://postgres@127.0.0.1:5432/postgres", "postgresql:///postgres"):
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.Error:
        continue
    print(url)
    break
PY
)
fi

status=0
echo "== SQLite, with the browser tests"
env -u DATABASE_URL $bin/python -m pytest -n "$jobs" "$@" || status=1
if [ -n "$postgresql" ]; then
  echo "== PostgreSQL"
  DATABASE_URL=$postgresql $bin/python -m pytest -n "$jobs" --ignore=tests/hugo --ignore=tests/rendering --ignore=tests/browser "$@" || status=1
else
  echo "SKIPPED: the run on PostgreSQL, for no server answers (TEST_DATABASE_URL names one)"
  [ "${REQUIRE_ALL:-}" = 1 ] && status=1
fi
exit $status
