#!/usr/bin/env bash
# The agent at rest: how soon it can be called, and how much memory it holds, beside a JVM that does nothing.
#
# ROUNDS (10): every round starts both; ratios are of the same round, and medians are printed.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$root/target/bench/agent
rounds=${ROUNDS:-10}

# shellcheck source=scripts/lib/jdk.sh
. "$root/scripts/lib/jdk.sh"
# shellcheck source=scripts/lib/agent-jvm.sh
. "$root/scripts/lib/agent-jvm.sh"

build() {
    # Builds the agent, when it is missing or old.
    "$root/scripts/agent" --version >/dev/null
    mkdir -p "$work"
    cat >"$work/Trivial.java" <<'JAVA'
public class Trivial {
    public static void main(String[] arguments) throws Exception {
        System.out.println("ready");
        Thread.sleep(Long.MAX_VALUE);
    }
}
JAVA
    "$JAVA_HOME/bin/javac" -d "$work" "$work/Trivial.java"
}

# start NAME COMMAND...: appends "MILLISECONDS CPU_MILLISECONDS MB" once it says something
start() {
    local name=$1 begun pid
    rm -f "$work/ready"
    begun=$(date +%s%N)
    "${@:2}" >"$work/ready" 2>/dev/null &
    pid=$!
    until [[ -s $work/ready ]]; do
        kill -0 "$pid"
        read -rt 0.002 <> <(:) || true
    done
    printf '%d ' $((($(date +%s%N) - begun) / 1000000)) >>"$work/$name.times"
    awk '{ sum += $1 } END { printf "%d ", sum / 1e6 }' "/proc/$pid/task/"*/schedstat >>"$work/$name.times"
    sleep 1
    awk '/VmRSS/ { printf "%.1f\n", $2 / 1024 }' "/proc/$pid/status" >>"$work/$name.times"
    kill "$pid"
    wait "$pid" || true
}

# median FILE COLUMN
median() {
    awk -v c="$2" '{ print $c }' "$1" | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}

build
rm -f "$work"/*.times
for ((round = 1; round <= rounds; round++)); do
    start trivial "$JAVA_HOME/bin/java" "${agent_jvm[@]}" -cp "$work" Trivial
    start agent "$root/scripts/agent" serve --controller-sha256 "$(printf '0%.0s' {1..64})"
done
paste -d' ' "$work/agent.times" "$work/trivial.times" | awk '{ print $1 / $4, $2 / $5, $3 / $6 }' >"$work/ratios"
echo "load $(cut -d' ' -f1 /proc/loadavg), medians of $rounds rounds"
printf '%-8s %9s %9s %9s\n' '' 'ready ms' 'CPU ms' 'MB at rest'
for name in trivial agent; do
    printf '%-8s %9s %9s %9s\n' "$name" "$(median "$work/$name.times" 1)" "$(median "$work/$name.times" 2)" \
        "$(median "$work/$name.times" 3)"
done
printf '%-8s %9s %9s %9s\n' ratio "$(median "$work/ratios" 1)" "$(median "$work/ratios" 2)" "$(median "$work/ratios" 3)"
