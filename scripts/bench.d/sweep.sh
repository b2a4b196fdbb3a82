#!/usr/bin/env bash
# The agent's sweep of a node's pods, beside `openssl s_client` at the same ports: wall clock, CPU, memory.
#
# PODS (250), ROUNDS (5): every round starts an agent anew; ratios are of the same round, and medians are printed.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$root/target/bench/sweep

# shellcheck source=scripts/lib/packages.sh
. "$root/scripts/lib/packages.sh"
# shellcheck source=scripts/lib/jdk.sh
. "$root/scripts/lib/jdk.sh"
require_commands openssl xargs=findutils

"$root/scripts/agent" --version >/dev/null
"$root/scripts/prober" --version >/dev/null
rm -rf "$work"
mkdir -p "$work"
(
    cd "$work"
    exec 2>openssl.log
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout root.key -out root.pem -subj /O=cluster.local -days 2
    openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout server.key -out server.csr -subj /
    openssl x509 -req -in server.csr -CA root.pem -CAkey root.key -CAcreateserial -days 1 -out server.pem \
        -extfile <(echo subjectAltName=critical,URI:spiffe://cluster.local/ns/mesh/sa/server)
    openssl pkcs12 -export -in server.pem -inkey server.key -certfile root.pem -out server.p12 -passout pass:changeit
)
"$JAVA_HOME/bin/java" -cp "$root/target/prober/*" "$root/scripts/bench.d/sweep/Sweeping.java" \
    "$work" "$root/scripts/agent" "${PODS:-250}" "${ROUNDS:-5}"
