#!/usr/bin/env bash
# The report of a large cluster: sizes, time and memory to write and read it, and how long Chromium takes to open its page.
#
# NODES (5000), ROUNDS (5): in every round the page is opened beside an empty one; medians are printed.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$root/target/bench/page

# shellcheck source=scripts/lib/packages.sh
. "$root/scripts/lib/packages.sh"
# shellcheck source=scripts/lib/jdk.sh
. "$root/scripts/lib/jdk.sh"
require_commands chromium

rm -rf "$work"
mkdir -p "$work"
(cd "$root" && ./mvnw -B -q -pl prober-controller -am test-compile dependency:build-classpath -Dmdep.includeScope=test \
    -Dmdep.outputFile="$work/classpath")
"$JAVA_HOME/bin/java" -Xmx640m \
    -cp "$root/prober-controller/target/test-classes:$root/prober-controller/target/classes:$root/prober-core/target/test-classes:$root/prober-core/target/classes:$(<"$work/classpath")" \
    io.ambientprober.cluster.publish.LargeReport "${NODES:-5000}" "${ROUNDS:-5}" "$work"
