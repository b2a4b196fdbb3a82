# shellcheck shell=bash
# Sourced: builds a command when it is missing or older than its sources. Who sources it sets
#   root     the checkout
#   name     of the command; it is built into target/NAME
#   module   whose target/dist holds its jars
#   sources  what it is built from
# and defines `train FOLDER`, which runs the command from the folder and leaves AOT caches there.

dist=$root/target/$name

# shellcheck source=scripts/lib/jdk.sh
. "$root/scripts/lib/jdk.sh"

is_current() {
    [[ -r $dist/jdk && $(<"$dist/jdk") == "$(jdk_id)" ]] &&
        [[ -z $(find "${sources[@]}" -newer "$dist/jdk" -print -quit) ]]
}

# An AOT cache fits one build of the JDK only.
jdk_id() {
    echo "$JAVA_HOME"
    cat "$JAVA_HOME/release"
}

build() {
    local next=$root/target/$name.next
    rm -rf "$next"
    mkdir -p "$next"
    # Before the build: a source that changes meanwhile is newer than it.
    jdk_id >"$next/jdk"
    (cd "$root" && ./mvnw -B -pl "$module" -am -DskipTests -Dmaven.test.skip package)
    cp -p "$root/$module"/target/dist/*.jar "$next"
    # Without a cache the command is slower and nothing else.
    train "$next" || rm -f "$next"/*.aot
    rm -rf "$dist"
    mv "$next" "$dist"
}

build_once() {
    local log=$root/target/$name-build.log
    mkdir -p "$root/target"
    exec {lock}<"$root"
    flock "$lock"
    # Anyone who held the lock may have built it.
    if ! is_current; then
        echo "$name: building, once" >&2
        # Not as a condition, which would turn `set -e` off inside.
        set +e
        (set -e; build) >"$log" 2>&1 </dev/null
        local status=$?
        set -e
        if ((status)); then
            cat "$log" >&2
            echo "$name: the build failed; its log is $log" >&2
            exit 70
        fi
    fi
    exec {lock}<&-
}

is_current || build_once
