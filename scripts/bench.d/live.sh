#!/usr/bin/env bash
# Capturing live: drops, CPU and memory of the agent's engines and of a small C counter, side by side.
#
# ROUNDS (3), FRAMES (2000000) of 680 bytes at RATE (500000) a second, STREAM (4000000000) bytes of TCP in 64 KB packets.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
here=$root/scripts/bench.d/live
work=$root/target/bench/live
rounds=${ROUNDS:-3}
frames=${FRAMES:-2000000}
rate=${RATE:-500000}
stream=${STREAM:-4000000000}
a=live-$$-a
b=live-$$-b
ring=8388608
large=67108864
run=7Z3K9QWM2TXB

# shellcheck source=scripts/lib/packages.sh
. "$root/scripts/lib/packages.sh"
# shellcheck source=scripts/lib/controller.sh
. "$root/scripts/lib/controller.sh"
# shellcheck disable=SC2034 # of controller.sh
reach=(ip netns exec "$b")
require_commands gcc=gcc ip=iproute2 curl=curl openssl=openssl pcap-config=libpcap-dev

started=()
clean_up() {
    ((${#started[@]})) && kill "${started[@]}" 2>/dev/null
    wait
    ip netns delete "$a" 2>/dev/null
    ip netns delete "$b" 2>/dev/null
    true
}

make_network() {
    ip netns add "$a"
    ip netns add "$b"
    ip link add eth0 netns "$a" type veth peer name eth0 netns "$b"
    ip -n "$a" addr add 10.77.0.1/24 dev eth0
    ip -n "$b" addr add 10.77.0.2/24 dev eth0
    ip -n "$b" link set lo up
    ip -n "$a" link set eth0 up
    ip -n "$b" link set eth0 up
}

build() {
    mkdir -p "$work"
    gcc -O2 -Wall -o "$work/traffic" "$here/traffic.c"
    gcc -O2 -Wall -o "$work/counter" "$here/counter.c" -lpcap
    make_controller "$work"
    # Builds the agent, when it is missing or old.
    "$root/scripts/agent" --version >/dev/null
}

plan() {
    printf '{"version":1,"run":"%s","hbonePort":15008,"policies":false,"taps":[],"paths":[{"id":"0001","name":"p","expect":"encrypted",
        "client":{"namespace":"n","pod":"c","node":"n","ips":[],"enrolled":true},
        "server":{"namespace":"n","pod":"s","node":"n","ips":["%s"],"port":8080,"enrolled":true},"service":null,"waypoint":null,
        "canary":{"connections":4,"requestBytes":16384,"responseBytes":16384},"outcome":null}]}' "$run" "$1"
}

call() {
    call_agent "$port" "$1" "${@:2}"
}

# until COMMAND...: tries again for a minute
until_done() {
    local try
    for ((try = 0; try < 1200; try++)); do
        if "$@" 2>/dev/null; then return 0; fi
        sleep 0.05
    done
    echo "not within a minute: $*" >&2
    return 1
}

# start_agent ENGINE BYTES ADDRESS
start_agent() {
    # shellcheck disable=SC2154 # of controller.sh
    ip netns exec "$b" "$root/scripts/agent" serve --controller-sha256 "$controller_sha256" --engine "$1" --ring-bytes "$2" \
        --pcap-bytes "$2" --evidence-bytes 0 >"$work/agent.log" 2>&1 &
    pid=$!
    started=("$sink" "$pid")
    port=$(agent_port "$work/agent.log")
    plan "$3" | arm_agent "$port"
}

# start_counter _ BYTES ADDRESS
start_counter() {
    ip netns exec "$b" "$work/counter" "$2" "host $3" >"$work/counter.log" &
    pid=$!
    started=("$sink" "$pid")
    until_done grep -q ready "$work/counter.log"
}

field() {
    sed -E "s/.*\"$1\":([0-9]+).*/\1/"
}

# Prints "ACCEPTED DROPPED".
count_agent() {
    local status
    status=$(call status)
    echo "$(field accepted <<<"$status") $(field kernelDropped <<<"$status")"
}

count_counter() {
    local lines
    lines=$(wc -l <"$work/counter.log")
    kill -USR1 "$pid"
    until_done test_longer "$lines"
    tail -n1 "$work/counter.log" | cut -d' ' -f2,3
}

test_longer() {
    (($(wc -l <"$work/counter.log") > $1))
}

stop_any() {
    kill "$pid"
    wait "$pid" 2>/dev/null || true
    started=("$sink")
}

# In nanoseconds, of all threads (Documentation/scheduler/sched-stats.rst).
cpu_of() {
    cat "/proc/$1/task/"*/schedstat | awk '{ sum += $1 } END { printf "%.0f\n", sum }'
}

send_frames() {
    ip netns exec "$a" "$work/traffic" frames eth0 10.77.0.1 "$1" 680 "$frames" "$2"
}

send_stream() {
    ip netns exec "$a" "$work/traffic" stream 10.77.0.2 7000 "$stream"
}

# phase NAME KIND SEND...: one burst; appends "NAME|ACCEPTED|DROPPED|CPU|MB|SENT|SECONDS"
phase() {
    local name=$1 kind=$2 before after cpu sent seconds
    before=$(count_"$kind")
    cpu=$(cpu_of "$pid")
    read -r sent seconds _ < <("${@:3}")
    sleep 0.3
    after=$(count_"$kind")
    cpu=$(($(cpu_of "$pid") - cpu))
    # shellcheck disable=SC2086
    set -- $before $after
    printf '%s|%d|%d|%d|%.1f|%s|%s\n' "$name" $(($3 - $1)) $(($4 - $2)) "$cpu" \
        "$(awk '/VmHWM/ { print $2 / 1024 }' "/proc/$pid/status")" "$sent" "$seconds" >>"$work/results"
}

# contest NAME KIND ENGINE BYTES
contest() {
    start_"$2" "$3" "$4" 10.77.0.2
    phase "$1/cold" "$2" send_frames 10.77.0.2 "$rate"
    phase "$1/warm" "$2" send_frames 10.77.0.2 "$rate"
    phase "$1/64KB" "$2" send_stream
    stop_any
}

# background NAME KIND ENGINE: what packets that the filter leaves out cost their sender: paired, all that it can send.
background() {
    local without with
    read -r _ without _ < <(send_frames 10.77.0.3 0)
    start_"$2" "$3" "$ring" 10.77.0.2
    read -r _ with _ < <(send_frames 10.77.0.3 0)
    stop_any
    awk -v a="$without" -v b="$with" 'BEGIN { printf "%.1f\n", (b / a - 1) * 100 }' >>"$work/background-$1"
}

print_results() {
    printf '%-16s %9s %9s %9s %8s %7s\n' '' kpps 'drop %' 'CPU s/M' MB 'x C'
    awk '
        function median(list, n,   i, j, t, v) {
            split(list, v, " ")
            for (i = 1; i <= n; i++) for (j = i + 1; j <= n; j++) if (v[j] + 0 < v[i] + 0) { t = v[i]; v[i] = v[j]; v[j] = t }
            return v[int((n + 1) / 2)]
        }
        {
            if (!($1 in n)) order[++names] = $1
            n[$1]++
            rate[$1] = rate[$1] " " ($2 / $7 / 1000); drops[$1] = drops[$1] " " ($2 ? $3 / $2 * 100 : 100)
            cpu[$1] = cpu[$1] " " ($2 ? $4 / 1e9 / ($2 / 1e6) : 0); memory[$1] = memory[$1] " " $5
        }
        END {
            for (i = 1; i <= names; i++) {
                name = order[i]; split(name, part, "/")
                mine = median(cpu[name], n[name]); base = median(cpu["C 8 MB/" part[2]], n["C 8 MB/" part[2]])
                printf "%-16s %9.0f %9.3f %9.2f %8.0f %7.2f\n", name, median(rate[name], n[name]), median(drops[name], n[name]), mine, median(memory[name], n[name]), base ? mine / base : 0
            }
        }' FS='|' "$work/results"
    local who
    for who in C ring; do
        echo "filtered-out background costs its sender with $who, %: $(xargs <"$work/background-$who") (each round)"
    done
}

if [[ $(id -u) != 0 ]]; then
    echo "scripts/bench live: run as root" >&2
    exit 70
fi
build
trap clean_up EXIT
make_network
ip netns exec "$b" "$work/traffic" sink 7000 &
sink=$!
started=("$sink")
rm -f "$work/results" "$work"/background-*
for ((round = 1; round <= rounds; round++)); do
    echo "round $round of $rounds, load $(cut -d' ' -f1 /proc/loadavg)" >&2
    contest 'C 8 MB' counter _ $ring
    contest 'ring 8 MB' agent ring $ring
    contest 'C 64 MB' counter _ $large
    contest 'ring 64 MB' agent ring $large
    contest 'pcap4j 64 MB' agent pcap $large
    background C counter _
    background ring agent ring
done
print_results
