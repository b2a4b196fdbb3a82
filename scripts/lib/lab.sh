# shellcheck shell=bash
# Sourced: builds the lab when it must, and runs a class of it. Who sources it sets `root`, the checkout, and `command`, the script's name.

name=demo
module=prober-lab
sources=("$root/pom.xml" "$root/scripts/lib/jvm.sh" "$root"/prober-{core,controller,agent,lab}/{pom.xml,src/main})
# shellcheck source=scripts/lib/version.sh
. "$root/scripts/lib/version.sh"
jar=prober-lab-$version.jar

# shellcheck source=scripts/lib/jvm.sh
. "$root/scripts/lib/jvm.sh"

# One scenario starts every kind of process that the lab has.
train() {
    "$JAVA_HOME/bin/java" "${jvm[@]}" -XX:AOTCacheOutput="$1/demo.aot" -cp "$1/$jar" io.ambientprober.lab.Demo \
        --caches "$1" --train healthy
}

# shellcheck source=scripts/lib/packages.sh
. "$root/scripts/lib/packages.sh"

if [[ $(uname -s) != Linux ]]; then
    echo "$command: needs Linux, for its network namespaces" >&2
    exit 70
fi
if [[ $(id -u) != 0 ]]; then
    echo "$command: needs root, to make network namespaces and to capture in them: sudo $0 $*" >&2
    exit 70
fi
require_commands flock=util-linux setpriv=util-linux ip=iproute2 bridge=iproute2 iptables-restore=iptables \
    ip6tables-restore=iptables

# shellcheck source=scripts/lib/build.sh
. "$root/scripts/lib/build.sh"

# run_in_lab CLASS ARGUMENT...: in place of this shell. The JVM's own log is off: a cache that does not fit makes the command
# slower and nothing else.
run_in_lab() {
    exec "$JAVA_HOME/bin/java" "${jvm[@]}" -XX:AOTCache="$dist/demo.aot" -Xlog:disable -cp "$dist/$jar" \
        "io.ambientprober.lab.$1" --caches "$dist" "${@:2}"
}
