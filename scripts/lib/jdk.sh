# shellcheck shell=sh
# Sourced, by bash and by sh: finds a JDK of the release the project is built with and exports JAVA_HOME.
# Reads the file `release` of a JDK instead of starting it: this runs at every start of the command.

JDK_RELEASE=25

is_wanted_jdk() {
    [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
    while IFS= read -r line; do
        case $line in
            "JAVA_VERSION=\"$JDK_RELEASE\"" | "JAVA_VERSION=\"$JDK_RELEASE."*) return 0 ;;
        esac
    done <"$1/release"
    return 1
}

find_jdk() {
    on_path=$(command -v javac || true)
    if [ -n "$on_path" ]; then
        on_path=$(readlink -f "$on_path")
        on_path=${on_path%/bin/javac}
    fi
    for candidate in "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/* /opt/* "$HOME"/.sdkman/candidates/java/* \
        "$HOME"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
        if [ -n "$candidate" ] && is_wanted_jdk "$candidate"; then
            JAVA_HOME=$candidate
            export JAVA_HOME
            return 0
        fi
    done
    return 1
}

if ! { [ -n "${JAVA_HOME:-}" ] && is_wanted_jdk "$JAVA_HOME"; } && ! find_jdk; then
    echo "No JDK $JDK_RELEASE found: install one (Eclipse Temurin $JDK_RELEASE, or openjdk-$JDK_RELEASE-jdk) or set JAVA_HOME." >&2
    exit 70
fi
