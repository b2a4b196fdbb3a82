#!/usr/bin/env bash
# Called by scripts/image in a network namespace of its own, as its root: does with the commands what a run does with
# them, and writes down the classes that they load. Usage: train-image.sh FOLDER SAMPLE JAVA...
set -euo pipefail

lists=$1 sample=$2 java=("${@:3}")
agent=io.ambientprober.agent.ProberAgent
key=TRA1N1NG0000

# shellcheck source=scripts/lib/controller.sh
. "$(dirname "${BASH_SOURCE[0]}")/controller.sh"

started=()
# shellcheck disable=SC2154 # of the trap
trap 'for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; done; wait' EXIT

# serving NAME ARGUMENT...
serving() {
    "${java[@]}" "-XX:DumpLoadedClassList=$lists/$1.list" $agent "${@:2}" >"$lists/$1.out" &
    started+=($!)
}

# running NAME ARGUMENT...
running() {
    "${java[@]}" "-XX:DumpLoadedClassList=$lists/$1.list" "${@:2}" >/dev/null
}

# until_it_listens PORT
until_it_listens() {
    local try
    for ((try = 0; try < 600; try++)); do
        if (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; then return 0; fi
        sleep 0.1
    done
    echo "nothing listens on port $1 after a minute" >&2
    return 1
}

call() {
    call_agent "$port" "$1" -o /dev/null "${@:2}"
}

ip link set lo up

make_controller "$lists"
# shellcheck disable=SC2154 # of controller.sh
serving serve serve --controller-sha256 "$controller_sha256"
port=$(agent_port "$lists/serve.out")
call status
arm_agent "$port" <"$sample/plan.json"

# It answers its own canaries.
serving canary canary --controller-sha256 "$controller_sha256"
until_it_listens 8080
body=$(agent_port "$lists/canary.out")
order() {
    call_agent "$body" "orders/$1" -o /dev/null --data-binary "$2"
}
order canaries "{\"kind\": \"canaries\", \"run\": \"$key\", \"path\": \"0001\", \"target\": \"127.0.0.1\", \"port\": 8080,
    \"deniedPort\": 8081, \"identityPort\": 8082, \"connections\": 4, \"requestBytes\": 16384, \"responseBytes\": 16384,
    \"connectTimeoutMillis\": 5000, \"requestTimeoutMillis\": 10000}"
order handshakes '{"kind": "handshakes", "roots": "", "targets": ["server=127.0.0.1:8080"]}'
# Its open port answers, and the others too: the time is over at once.
order gate '{"kind": "gate", "patienceMillis": 1, "targets": ["127.0.0.1"]}'

call status
call stop -X POST
call observations
call evidence

for format in table json; do
    running "analyze-$format" io.ambientprober.cli.Prober analyze --plan "$sample" -o "$format"
done

# Nothing listens there: the client of the API server is loaded, and the command ends with 70.
cat >"$lists/kubeconfig" <<'END'
{"apiVersion": "v1", "kind": "Config", "current-context": "none",
 "clusters": [{"name": "none", "cluster": {"server": "https://127.0.0.1:1"}}],
 "users": [{"name": "none", "user": {}}],
 "contexts": [{"name": "none", "context": {"cluster": "none", "user": "none"}}]}
END
running run io.ambientprober.cli.Prober run --kubeconfig "$lists/kubeconfig" --timeout 5s || (($? == 70))
