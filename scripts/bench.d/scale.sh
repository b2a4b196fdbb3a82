#!/usr/bin/env bash
# Whole runs in large clusters, of an API server in memory, whose pods are ready after a while, and of simulated agents and canaries behind its
# port-forwards: what they take, what they ask for, and how large what they leave is.
#
# NODES ("100 1000"): sizes of the clusters. PODS (30): pods of the mesh on each node. READY_MS (3000): from when a pod is made until it is ready.
# HEAP: of the command, instead of its usual one. FLAGS: further ones of the run.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
here=$root/scripts/bench.d/scale
work=$root/target/bench/scale

# shellcheck source=scripts/lib/packages.sh
. "$root/scripts/lib/packages.sh"
# shellcheck source=scripts/lib/jdk.sh
. "$root/scripts/lib/jdk.sh"
require_commands /usr/bin/time=time

rm -rf "$work"
mkdir -p "$work"
"$root/scripts/prober" --version >/dev/null
(cd "$root" && ./mvnw -B -q -pl prober-lab -am -Dmaven.test.skip package)
classes="$root/prober-lab/target/dist/*"

# Three files for each way that is open.
ulimit -n 100000 2>/dev/null || ulimit -n "$(ulimit -Hn)"

# measure NODES WHAT ARGUMENT...: a line of the table
measure() {
    local status=0 requests most to from flows
    rm -f "$work"/report.{json,html}
    heap=${HEAP:+-Xmx$HEAP} /usr/bin/time -q -o "$work/time" -f '%e %U %S %M' "$root/scripts/prober" run --kubeconfig "$work/kubeconfig" "${@:3}" \
        >"$work/out" 2>"$work/err" || status=$?
    echo >&"${api[1]}"
    read -r requests most to from flows <&"${api[0]}"
    awk -v nodes="$1" -v what="$2" -v status="$status" -v requests="$requests" -v most="$most" -v to="$to" -v from="$from" \
        -v flows="$flows" '{
        printf "%6d %-9s %4d %8.2f %8.2f %6.0f %9d %6.1f %7d %6.1f %6.1f %6.1f", nodes, what, status, $1, $2 + $3, $4 / 1024, requests,
            requests / nodes, most, to / 1024, from / 1024, flows / 1024 }' "$work/time"
    for file in "$work"/report.{json,html}; do
        if [[ -f $file ]]; then
            awk -v bytes="$(stat -c %s "$file")" 'BEGIN { printf " %7.2f", bytes / 1048576 }'
        else
            printf ' %7s' -
        fi
    done
    printf '\n'
}

for nodes in ${NODES:-100 1000}; do
    printf '%6d ' "$nodes"
    "$JAVA_HOME/bin/java" -cp "$root/target/prober/*" "$here/Planning.java" "$nodes"
done
printf '%6s %-9s %4s %8s %8s %6s %9s %6s %7s %6s %6s %6s %7s %7s\n' nodes '' exit 'wall s' 'CPU s' 'RSS MB' requests 'a node' 'at once' \
    'to KB' 'from' 'flows' 'json MB' 'html'
for nodes in ${NODES:-100 1000}; do
    rm -f "$work/kubeconfig"
    coproc api { "$JAVA_HOME/bin/java" -Xmx4g -Dsun.net.httpserver.maxIdleConnections=100000 -Dsun.net.httpserver.idleInterval=3600 \
        -Dsun.net.httpserver.nodelay=true -cp "$classes" \
        io.ambientprober.lab.scale.SimulatedCluster "$nodes" "${PODS:-30}" "${READY_MS:-3000}" "$work/kubeconfig" 2>"$work/api.log"; }
    until [[ -r $work/kubeconfig ]]; do
        kill -0 "$api_PID"
        read -rt 0.1 <> <(:) || true
    done
    measure "$nodes" shown --dry-run
    # shellcheck disable=SC2086
    measure "$nodes" whole --timeout 20m --report "json=$work/report.json" --report "html=$work/report.html" ${FLAGS:-}
    exec {api[1]}>&-
    wait "$api_PID" || true
done
