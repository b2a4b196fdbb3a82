#!/usr/bin/env bash
# A run in large clusters, of an API server in memory: time, memory and requests of planning it, and of making its pods.
#
# NODES ("100 1000"): sizes of the clusters. No node runs a pod, so that a run ends when it asks for the first agent.
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
(cd "$root" && ./mvnw -B -q -pl prober-controller -am test-compile dependency:build-classpath -Dmdep.includeScope=test \
    -Dmdep.outputFile="$work/classpath")

# measure NODES WHAT ARGUMENT...: a line of the table
measure() {
    local requests most
    /usr/bin/time -q -o "$work/time" -f '%e %U %S %M' "$root/scripts/prober" run --kubeconfig "$work/kubeconfig" "${@:3}" \
        >"$work/out" 2>"$work/err" || true
    echo >&"${api[1]}"
    read -r requests most <&"${api[0]}"
    awk -v nodes="$1" -v what="$2" -v requests="$requests" -v most="$most" '{
        printf "%6d %-28s %8.2f %8.2f %8.0f %9d %8d\n", nodes, what, $1, $2 + $3, $4 / 1024, requests, most }' "$work/time"
}

for nodes in ${NODES:-100 1000}; do
    printf '%6d ' "$nodes"
    "$JAVA_HOME/bin/java" -cp "$root/target/prober/*" "$here/Planning.java" "$nodes"
done
printf '%6s %-28s %8s %8s %8s %9s %8s\n' nodes '' 'wall s' 'CPU s' 'peak MB' requests 'at once'
for nodes in ${NODES:-100 1000}; do
    rm -f "$work/kubeconfig"
    coproc api { "$JAVA_HOME/bin/java" -Xmx2g -cp "$root/prober-controller/target/test-classes:$root/prober-controller/target/classes:$root/prober-core/target/classes:$(<"$work/classpath")" \
        io.ambientprober.cluster.LargeCluster "$nodes" "$work/kubeconfig" 2>"$work/api.log"; }
    until [[ -r $work/kubeconfig ]]; do
        kill -0 "$api_PID"
        read -rt 0.1 <> <(:) || true
    done
    measure "$nodes" 'shown (--dry-run)' --dry-run
    measure "$nodes" 'until the first agent is called' --no-policies
    exec {api[1]}>&-
    wait "$api_PID" || true
done
