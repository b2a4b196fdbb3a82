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

# unpack_command COMMAND=PACKAGE: puts COMMAND on the path out of Debian's PACKAGE, without installing it: it would start a service.
unpack_command() {
    local command=${1%%=*} package=${1#*=} bin=${XDG_CACHE_HOME:-$HOME/.cache}/ambient-prober/bin work
    PATH=$PATH:$bin
    command -v "$command" >/dev/null && return 0
    command -v apt-get >/dev/null || { echo "Install $command first" >&2; exit 70; }
    echo "Unpacking $command of $package" >&2
    work=$(mktemp -d)
    mkdir -p "$bin"
    apt-get update -qq >&2
    (cd "$work" && apt-get download -qq "$package" && dpkg-deb --fsys-tarfile "$package"_*.deb | tar -x "./usr/bin/$command") >&2
    mv "$work/usr/bin/$command" "$bin"
    rm -rf "$work"
}
