# shellcheck shell=bash
# Sourced, by bash: the JVM's flags of the command. Training and use need the same ones, or the AOT cache is ignored.

# shellcheck disable=SC2034
jvm=(-XX:+UseSerialGC -Xms16m -Xmn8m -Xmx256m --enable-native-access=ALL-UNNAMED)
