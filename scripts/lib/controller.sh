# shellcheck shell=bash
# Sourced, by bash: a controller of agents, made of openssl and curl.

# Words before curl, for example those that enter a namespace.
reach=()

# make_controller FOLDER: a key of its own; controller_sha256 is by what an agent knows it
make_controller() {
    controller=$1/controller
    openssl req -x509 -newkey ed25519 -nodes -days 1 -subj /CN=controller -keyout "$controller.key" -out "$controller.crt" \
        2>/dev/null
    controller_sha256=$(openssl x509 -in "$controller.crt" -outform DER | sha256sum | cut -d' ' -f1)
}

# agent_port FILE: waits for the first line of an agent, and prints where it listens
agent_port() {
    local try port
    for ((try = 0; try < 600; try++)); do
        port=$(sed -nE '1s/^ambient-prober .* port ([0-9]+) sha256 .*/\1/p' "$1")
        if [[ -n $port ]]; then
            echo "$port"
            return 0
        fi
        sleep 0.1
    done
    echo "no agent said in $1 where it listens" >&2
    return 1
}

# call_agent PORT PATH CURL_OPTION...: of the agent nothing is proved, as nobody else is there. One group, as the agent
# reads little of a caller that it does not know.
call_agent() {
    "${reach[@]}" curl -sS --fail-with-body --max-time 60 --insecure --curves X25519 --cert "$controller.crt" --key "$controller.key" \
        "${@:3}" "https://127.0.0.1:$1/v1/$2"
}

# arm_agent PORT: with the plan that is on standard input, of a node whose paths are all of the run
arm_agent() {
    printf '{"plan": %s, "ends": []}' "$(cat)" | call_agent "$1" arm --data-binary @- -o /dev/null
}
