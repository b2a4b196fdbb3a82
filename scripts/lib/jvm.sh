# shellcheck shell=bash
# Sourced, by bash: the JVM's flags of the command. Training and use need the same ones, or the AOT cache is ignored.

# shellcheck disable=SC2034
# Survivors need room: of 32 requests at once more lives on than a tenth of a young generation of 8 MB holds, and what gets
# into the old one stays until that is full.
# The limit is for a run of 5,000 nodes (docs/performance.md); a script that has others sets `heap`.
# Garbage between what lives on goes too, of which the collector would leave up to a twentieth of the heap.
# Short object headers (JEP 519): a run of 1,000 nodes takes 10 MB less.
# Only the first compiler: what the second one makes faster, it spends on compiling, up to captures of about 2 GB.
# aircompressor, which unpacks zstd, has its memory by sun.misc.Unsafe, of which the JVM would warn at each start (JEP 498).
# What is in memory stays there: packets of others, keys of the run. No dumps, and nobody attaches.
jvm=(-XX:-CreateCoredumpOnCrash -XX:-HeapDumpOnOutOfMemoryError -XX:+DisableAttachMechanism
    -XX:+UseSerialGC -XX:+UseCompactObjectHeaders -XX:TieredStopAtLevel=1 -Xms16m -Xmn12m -XX:SurvivorRatio=3 -XX:MarkSweepDeadRatio=0 "${heap:--Xmx1g}"
    --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow)
