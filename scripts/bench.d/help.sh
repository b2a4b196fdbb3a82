#!/usr/bin/env bash
# `prober --help` of a release from its second start on, beside `kubectl version --client`: wall clock.
#
# RELEASE (target/release/VERSION), ROUNDS (21): every round starts each once, in turn; medians are printed, and the slowest.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=scripts/lib/version.sh
. "$root/scripts/lib/version.sh"
case $(uname -m) in
    x86_64) architecture=amd64 ;;
    *) architecture=arm64 ;;
esac
release=${RELEASE:-$root/target/release/$version}
folder=prober-$version-linux-$architecture
rounds=${ROUNDS:-21}

[[ -r $release/$folder.tar.gz ]] || { echo "help: needs a release: scripts/release --arch $architecture" >&2; exit 64; }
command -v kubectl >/dev/null || { echo "help: kubectl is missing" >&2; exit 70; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tar -xzf "$release/$folder.tar.gz" -C "$work"
export HOME=$work/home
unset XDG_CACHE_HOME
mkdir "$HOME"

# took NAME COMMAND...: in ms, into the file NAME
took() {
    local start=$EPOCHREALTIME
    "${@:2}" >/dev/null 2>&1
    echo $(((${EPOCHREALTIME/./} - ${start/./}) / 1000)) >>"$work/$1"
}

report() {
    sort -n "$work/$1" | awk -v name="$2" '{ ms[NR] = $1 } END { printf "%-42s %6d %8d\n", name, ms[int((NR + 1) / 2)], ms[NR] }'
}

prober=("$work/$folder/bin/prober" --help)
PROBER_CACHE=no took first "${prober[@]}"
"$work/$folder/bin/prober" warm >/dev/null
for ((round = 0; round < rounds; round++)); do
    took prober "${prober[@]}"
    took kubectl kubectl version --client
    PROBER_CACHE=no took without "${prober[@]}"
done

echo "$rounds rounds; $(nproc) CPUs, Linux $(uname -r), load $(cut -d' ' -f1-3 /proc/loadavg)"
echo "archive: $(($(stat -c %s "$release/$folder.tar.gz") / 1000000)) MB"
echo
printf '%-42s %6s %8s\n' '' 'ms' 'slowest'
report prober 'prober --help'
report without 'prober --help, without its cache'
report kubectl 'kubectl version --client'
