# shellcheck shell=bash
# Sourced: brings in commands that are missing, or names the packages that hold them.

# require_commands COMMAND=PACKAGE...: the packages are Debian's; a COMMAND with a slash is a file that has to be there.
require_commands() {
    local pair missing=()
    for pair in "$@"; do
        case ${pair%%=*} in
            */*) [[ -e ${pair%%=*} ]] ;;
            *) command -v "${pair%%=*}" >/dev/null ;;
        esac || missing+=("${pair#*=}")
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
