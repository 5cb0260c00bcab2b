#!/usr/bin/env bash
# A throw-away PostgreSQL on a free loopback port, with data checksums and every sync on, for the tests of the store.
#   eval "$(tests/postgres.sh start)"    starts it and sets TEST_DATABASE_URL and TEST_POSTGRES
#   tests/postgres.sh crash              stops it at once, as if it died, and starts it again with its first settings
#   tests/postgres.sh stop               stops the one that TEST_POSTGRES names and removes its files
set -eu

bin=${POSTGRES_BIN:-$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)}
[ -x "$bin/initdb" ] || bin=$(dirname "$(command -v initdb || true)")
[ -x "$bin/initdb" ] || { echo "postgres.sh: no initdb; install PostgreSQL 15 or later, or set POSTGRES_BIN to its folder" >&2; exit 1; }

# The server refuses to run as root.
as_owner() {
    if [ "$(id -u)" = 0 ]; then
        setpriv --reuid postgres --regid postgres --init-groups env -C / HOME=/ PATH="$PATH" "$@"
    else
        "$@"
    fi
}

serve() {
    as_owner "$bin/pg_ctl" -D "$folder/data" -w -l "$folder/data/server.log" \
        -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=on -c max_connections=200" start >/dev/null 2>&1
}

case ${1:-} in
start)
    folder=$(mktemp -d "${TMPDIR:-/tmp}/para11-postgres.XXXXXX")
    [ "$(id -u)" != 0 ] || chown postgres: "$folder"
    as_owner "$bin/initdb" -D "$folder/data" -U para11 --auth=trust --data-checksums --encoding=UTF8 --locale=C.UTF-8 >"$folder.log" 2>&1 ||
        { cat "$folder.log" >&2; exit 1; }
    mv "$folder.log" "$folder/initdb.log"
    for _ in 1 2 3 4 5; do
        # Below the ports that the system gives to connections: one of them could hold it when the server starts again after a crash.
        port=$((20000 + RANDOM % 12000))
        if serve; then
            echo "$port" >"$folder/port"
            echo "export TEST_POSTGRES='$folder'"
            echo "export TEST_DATABASE_URL='postgres://para11@127.0.0.1:$port/postgres'"
            exit 0
        fi
    done
    cat "$folder/data/server.log" >&2
    exit 1
    ;;
crash)
    folder=${TEST_POSTGRES:?TEST_POSTGRES names no server}
    port=$(cat "$folder/port")
    as_owner "$bin/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null
    # With this file go the settings that a test changed.
    rm -f "$folder/data/postgresql.auto.conf"
    serve || { tail -20 "$folder/data/server.log" >&2; exit 1; }
    ;;
stop)
    folder=${TEST_POSTGRES:?TEST_POSTGRES names no server; was it started with \`eval \"\$(tests/postgres.sh start)\"\`?}
    as_owner "$bin/pg_ctl" -D "$folder/data" -m fast -w stop >/dev/null
    rm -rf "$folder"
    ;;
*)
    sed -n '2,5p' "$0" >&2
    exit 2
    ;;
esac
