#!/usr/bin/env bash
# The agent's sweep of a node's pods, beside `openssl s_client` at the same ports: wall clock, CPU, memory.
#
# PODS (250), ROUNDS (5): every round starts an agent again; ratios are of the same round, and medians are printed.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$root/target/bench/sweep

# shellcheck source=scripts/lib/packages.sh
. "$root/scripts/lib/packages.sh"
# shellcheck source=scripts/lib/jdk.sh
. "$root/scripts/lib/jdk.sh"
# shellcheck source=scripts/lib/mesh.sh
. "$root/scripts/lib/mesh.sh"
require_commands openssl xargs=findutils

"$root/scripts/agent" --version >/dev/null
"$root/scripts/prober" --version >/dev/null
rm -rf "$work"
mkdir -p "$work"
make_mesh "$work"
"$JAVA_HOME/bin/java" -cp "$root/target/prober/*" "$root/scripts/bench.d/sweep/Sweeping.java" \
    "$work" "$root/scripts/agent" "${PODS:-250}" "${ROUNDS:-5}"
