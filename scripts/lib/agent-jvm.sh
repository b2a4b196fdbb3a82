# shellcheck shell=bash
# Sourced, by bash: the JVM's flags of the agent. Training and use need the same ones, or the AOT cache is ignored.

# shellcheck disable=SC2034
# Small, because it runs on every node; and an agent that ran out of memory must end, not go on blind.
# The young generation keeps its size: else it grows with the old one, and is filled before it is cleared. What malloc holds
# for nothing goes back every second. No full collection for the code cache before it is almost full: it stops a capture for
# 30 to 150 ms.
# What is in memory stays there: packets of others, keys of the run. No dumps, and nobody attaches.
agent_jvm=(-XX:-CreateCoredumpOnCrash -XX:-HeapDumpOnOutOfMemoryError -XX:+DisableAttachMechanism
    -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=24m -XX:SweeperThreshold=100
    -Xms8m -Xmx96m -Xmn4m -XX:SurvivorRatio=2 -XX:TrimNativeHeapInterval=1000 -XX:+ExitOnOutOfMemoryError
    --enable-native-access=ALL-UNNAMED)
