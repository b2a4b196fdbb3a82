# shellcheck shell=bash
# Sourced, by bash: the JVM's flags of the agent. Training and use need the same ones, or the AOT cache is ignored.

# shellcheck disable=SC2034
# Small, because it runs on every node; and an agent that ran out of memory must end, not go on blind.
# What is in memory stays there: packets of others, keys of the run. No dumps, and nobody attaches.
agent_jvm=(-XX:-CreateCoredumpOnCrash -XX:-HeapDumpOnOutOfMemoryError -XX:+DisableAttachMechanism
    -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=24m -Xms8m -Xmx96m -XX:+ExitOnOutOfMemoryError
    --enable-native-access=ALL-UNNAMED)
