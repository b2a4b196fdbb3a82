#!/usr/bin/env bash
# Counting flows beside the canaries' filter: what it costs a sender of HBONE, and with a sweep of pods the agent's memory.
#
# ROUNDS (7), FRAMES (1500000) of 680 bytes at RATE (500000; 0: all it can) a second, ADDRESSES (250) of pods. Then two agents see as
# many pairs of them as one agent counts, past HBONE, in frames that come slowly: one counts them, and sweeps as many pods, which
# answer over TLS; the other captures for canaries alone. Their memory is compared once it has settled, and at its peak.
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
# shellcheck source=scripts/lib/jdk.sh
. "$root/scripts/lib/jdk.sh"
# shellcheck source=scripts/lib/mesh.sh
. "$root/scripts/lib/mesh.sh"
# shellcheck source=scripts/lib/controller.sh
. "$root/scripts/lib/controller.sh"
# shellcheck disable=SC2034 # of controller.sh
reach=(ip netns exec "$b")
require_commands gcc=gcc ip=iproute2 curl=curl openssl=openssl

hbone_port=15999
pods=
pids=()
clean_up() {
    [[ -z $pods ]] || kill "$pods" 2>/dev/null || true
    ((${#pids[@]} == 0)) || kill "${pids[@]}" 2>/dev/null || true
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

# Addresses of the loopback device, all of one port.
sweep_order() {
    local i list=
    for ((i = 0; i < addresses; i++)); do
        list+=",{\"namespace\":\"n\",\"pod\":\"p$i\",\"address\":\"127.15.$((i / 250)).$((i % 250 + 1))\",\"port\":$hbone_port}"
    done
    printf '{"timeMillis":14000,"roots":"%s","targets":[%s]}' "$(awk '{ printf "%s\\n", $0 }' "$work/root.pem")" "${list#,}"
}

# start_agent NAME: its pid and port
start_agent() {
    : >"$work/$1.log"
    # shellcheck disable=SC2154 # of controller.sh
    ip netns exec "$b" "$root/scripts/agent" serve --controller-sha256 "$controller_sha256" --evidence-bytes 0 >"$work/$1.log" 2>&1 &
    pid=$!
    pids+=("$pid")
    port=$(agent_port "$work/$1.log")
    plan | arm_agent "$port"
}

stop_agents() {
    kill "${pids[@]}"
    wait "${pids[@]}" 2>/dev/null || true
    pids=()
}

# What answers the sweep, for all rounds.
start_pods() {
    local try
    ip netns exec "$b" "$JAVA_HOME/bin/java" "$root/scripts/bench.d/sweep/HbonePort.java" "$work" "$hbone_port" >"$work/pods.log" 2>&1 &
    pods=$!
    for ((try = 0; try < 300; try++)); do
        [[ ! -s $work/pods.log ]] || return 0
        sleep 0.1
    done
    echo "no pods listen after 30 s" >&2
    return 1
}

# Seconds that it takes to send all that can be sent.
send() {
    ip netns exec "$a" "$work/traffic" segments eth0 10.77.0.1 10.77.0.2 680 "$frames" "$rate" 15008 | cut -d' ' -f2
}

# Three frames of each pair.
send_pairs() {
    ip netns exec "$a" "$work/traffic" pairs eth0 "$addresses" "$servers" $((3 * servers * (addresses - servers - 1))) 20000 8080 >/dev/null
}

# megabytes VmRSS|VmHWM PID
megabytes() {
    awk -v what="$1:" '$1 == what { printf "%.1f", $2 / 1024 }' "/proc/$2/status"
}

# How much more: two numbers, one line.
more() {
    awk -v a="$1" -v b="$2" 'BEGIN { printf "%.1f\n", b - a }'
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
make_mesh "$work"
"$root/scripts/agent" --version >/dev/null
trap clean_up EXIT
make_network
start_pods
rm -f "$work"/{loss,memory,sweeps,settled,peak}
for ((round = 1; round <= rounds; round++)); do
    start_agent counting
    alone=$(send)
    before=$(megabytes VmRSS "$pid")
    order | call_agent "$port" flows --data-binary @- >/dev/null
    counted=$(send)
    more "$before" "$(megabytes VmRSS "$pid")" >>"$work/memory"
    call_agent "$port" flow-counts >"$work/counts.json"
    stop_agents
    awk -v a="$alone" -v b="$counted" 'BEGIN { printf "%.1f\n", (1 - a / b) * 100 }' >>"$work/loss"

    start_agent canaries
    canaries=$pid
    start_agent everything
    order | call_agent "$port" flows --data-binary @- >/dev/null
    begun=$(date +%s%N)
    sweep_order | call_agent "$port" sweep --data-binary @- >"$work/swept.json"
    echo $((($(date +%s%N) - begun) / 1000000)) >>"$work/sweeps"
    send_pairs
    call_agent "$port" flow-counts >"$work/pairs.json"
    sleep 3
    more "$(megabytes VmRSS "$canaries")" "$(megabytes VmRSS "$pid")" >>"$work/settled"
    more "$(megabytes VmHWM "$canaries")" "$(megabytes VmHWM "$pid")" >>"$work/peak"
    canaries=$(megabytes VmRSS "$canaries")
    stop_agents
    echo "round $round: $alone s with the canaries' filter alone, $counted s with the count; $(cut -c1-60 "$work/counts.json");" \
        "$canaries MB with canaries alone, $(tail -n1 "$work/settled") MB more with" \
        "$(grep -o '"client"' "$work/pairs.json" | wc -l) pairs and $(grep -o '"mutual":true' "$work/swept.json" | wc -l) pods swept" >&2
done
echo "a sender of HBONE loses $(median <"$work/loss") % of its rate (median of $rounds rounds: $(xargs <"$work/loss"))"
echo "the agent takes $(median <"$work/memory") MB more (each round: $(xargs <"$work/memory"))"
echo "with all pairs and pods $(median <"$work/settled") MB more (each round: $(xargs <"$work/settled"))," \
    "at its peak $(median <"$work/peak") MB more ($(xargs <"$work/peak")); a sweep took $(median <"$work/sweeps") ms ($(xargs <"$work/sweeps"))"
