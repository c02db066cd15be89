#!/bin/sh
# Measures the requests per second of each CORS implementation over the loopback interface. Each round measures every
# implementation once, so that other load on the machine affects all of them. Usage: benches/load.sh [ROUNDS] [SECONDS]
# Needs wrk (Debian: apt-get install wrk). The server has one worker thread, and wrk has one thread.
set -eu
cd "$(dirname "$0")/.."
rounds=${1:-10}
seconds=${2:-3}
implementations='bare annotated actix-cors'

command -v wrk >/dev/null || { echo 'wrk is missing: apt-get install wrk' >&2; exit 1; }
cargo build --release --quiet -p cors-benches --bin loopback
server=$(cargo metadata --no-deps --format-version 1 | sed 's/.*"target_directory":"\([^"]*\)".*/\1/')/release/loopback

results=$(mktemp)
servers=
trap '[ -z "$servers" ] || kill $servers || :; rm -f "$results"' EXIT
port=18800
for implementation in $implementations; do
    "$server" "$implementation" $port &
    servers="$servers $!"
    port=$((port + 1))
done
sleep 1

for round in $(seq 0 "$rounds"); do
    port=18800
    for implementation in $implementations; do
        rate=$(wrk -t1 -c32 -d"${seconds}s" -H 'Origin: https://app.example.com' \
            "http://127.0.0.1:$port/books" | sed -n 's/^Requests\/sec: *//p')
        # The first round is a warm-up, so its results are discarded.
        [ "$round" = 0 ] || echo "$implementation $rate" | tee -a "$results"
        port=$((port + 1))
    done
done

for implementation in $implementations; do
    sed -n "s/^$implementation //p" "$results" | sort -n | awk -v name="$implementation" '
        { rate[NR] = $1 } END { printf "%-12s median %9.0f requests/s\n", name, rate[int((NR + 1) / 2)] }'
done
