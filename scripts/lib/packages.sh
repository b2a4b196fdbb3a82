# shellcheck shell=bash
# Sourced: brings in commands that are missing, or names the packages that hold them.

# require_commands COMMAND=PACKAGE...: the packages are Debian's.
require_commands() {
    local entry missing=()
    for entry in "$@"; do
        command -v "${entry%%=*}" >/dev/null || missing+=("${entry#*=}")
    done
    ((${#missing[@]})) || return 0
    if [[ $(id -u) != 0 ]] || ! command -v apt-get >/dev/null; then
        echo "Install these packages first: ${missing[*]}" >&2
        exit 70
    fi
    echo "Installing ${missing[*]}" >&2
    apt-get update -qq >&2
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
}
