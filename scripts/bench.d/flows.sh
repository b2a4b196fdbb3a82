#!/usr/bin/env bash
# Counting flows beside the canaries' filter: what it costs a sender of HBONE, and the agent's memory.
#
# ROUNDS (7), FRAMES (1500000) of 680 bytes at RATE (500000; 0: all it can) a second, ADDRESSES (250) of pods. Then as many pairs of
# them as one agent counts, past HBONE, in frames that come slowly.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$root/target/bench/flows
rounds=${ROUNDS:-7}
frames=${FRAMES:-1500000}
rate=${RATE:-500000}
addresses=${ADDRESSES:-250}
servers=50
a=flows-$$-a
b=flows-$$-b

# shellcheck source=scripts/lib/packages.sh
. "$root/scripts/lib/packages.sh"
# shellcheck source=scripts/lib/controller.sh
. "$root/scripts/lib/controller.sh"
# shellcheck disable=SC2034 # of controller.sh
reach=(ip netns exec "$b")
require_commands gcc=gcc ip=iproute2 curl=curl openssl=openssl

pid=
clean_up() {
    [[ -z $pid ]] || kill "$pid" 2>/dev/null || true
    wait
    ip netns delete "$a" 2>/dev/null || true
    ip netns delete "$b" 2>/dev/null || true
}

make_network() {
    ip netns add "$a"
    ip netns add "$b"
    ip link add eth0 netns "$a" type veth peer name eth0 netns "$b"
    ip -n "$a" addr add 10.77.0.1/16 dev eth0
    ip -n "$b" addr add 10.77.0.2/16 dev eth0
    ip -n "$b" link set lo up
    ip -n "$a" link set eth0 up
    ip -n "$b" link set eth0 up
}

plan() {
    printf '{"version":1,"run":"7Z3K9QWM2TXB","hbonePort":15008,"policies":false,"taps":[],"paths":[{"id":"0001","name":"p","expect":"encrypted",
        "client":{"namespace":"n","pod":"c","node":"n","ips":[],"enrolled":true},
        "server":{"namespace":"n","pod":"s","node":"n","ips":["10.77.9.9"],"port":8080,"enrolled":true},"service":null,"waypoint":null,
        "canary":{"connections":4,"requestBytes":16384,"responseBytes":16384},"outcome":null}]}'
}

# The address that is sent to, and others.
order() {
    local i list='"10.77.0.2"'
    for ((i = 1; i < addresses; i++)); do list+=",\"10.77.$((16 + i % 128)).$((i % 200 + 1))\""; done
    printf '{"hbonePort":15008,"local":[%s]}' "$list"
}

start_agent() {
    # shellcheck disable=SC2154 # of controller.sh
    ip netns exec "$b" "$root/scripts/agent" serve --controller-sha256 "$controller_sha256" --evidence-bytes 0 >"$work/agent.log" 2>&1 &
    pid=$!
    port=$(agent_port "$work/agent.log")
    plan | call_agent "$port" arm --data-binary @- >/dev/null
}

stop_agent() {
    kill "$pid"
    wait "$pid" 2>/dev/null || true
    pid=
}

# Seconds that it takes to send all that can be sent.
send() {
    ip netns exec "$a" "$work/traffic" segments eth0 10.77.0.1 10.77.0.2 680 "$frames" "$rate" 15008 | cut -d' ' -f2
}

# Three frames of each pair.
send_pairs() {
    ip netns exec "$a" "$work/traffic" pairs eth0 "$addresses" "$servers" $((3 * servers * (addresses - servers - 1))) 20000 8080 >/dev/null
}

megabytes() {
    awk '/VmRSS/ { printf "%.1f", $2 / 1024 }' "/proc/$pid/status"
}

median() {
    sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}

if [[ $(id -u) != 0 ]]; then
    echo "scripts/bench flows: run as root" >&2
    exit 70
fi
mkdir -p "$work"
gcc -O2 -Wall -o "$work/traffic" "$root/scripts/bench.d/live/traffic.c"
make_controller "$work"
"$root/scripts/agent" --version >/dev/null
trap clean_up EXIT
make_network
rm -f "$work"/loss "$work"/memory "$work"/memory-pairs
for ((round = 1; round <= rounds; round++)); do
    start_agent
    alone=$(send)
    before=$(megabytes)
    order | call_agent "$port" flows --data-binary @- >/dev/null
    counted=$(send)
    after=$(megabytes)
    call_agent "$port" flow-counts >"$work/counts.json"
    stop_agent
    start_agent
    send_pairs
    before_pairs=$(megabytes)
    order | call_agent "$port" flows --data-binary @- >/dev/null
    send_pairs
    call_agent "$port" flow-counts >"$work/pairs.json"
    after_pairs=$(megabytes)
    stop_agent
    awk -v a="$alone" -v b="$counted" 'BEGIN { printf "%.1f\n", (1 - a / b) * 100 }' >>"$work/loss"
    awk -v a="$before" -v b="$after" 'BEGIN { printf "%.1f\n", b - a }' >>"$work/memory"
    awk -v a="$before_pairs" -v b="$after_pairs" 'BEGIN { printf "%.1f\n", b - a }' >>"$work/memory-pairs"
    echo "round $round: $alone s with the canaries' filter alone, $counted s with the count; $(cut -c1-60 "$work/counts.json")" >&2
done
echo "a sender of HBONE loses $(median <"$work/loss") % of its rate (median of $rounds rounds: $(xargs <"$work/loss"))"
echo "the agent takes $(median <"$work/memory") MB more (each round: $(xargs <"$work/memory"))"
echo "with $(grep -o '"client"' "$work/pairs.json" | wc -l) pairs $(median <"$work/memory-pairs") MB more (each round: $(xargs <"$work/memory-pairs"))"
