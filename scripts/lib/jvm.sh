# shellcheck shell=bash
# Sourced, by bash: the JVM's flags of the command. Training and use need the same ones, or the AOT cache is ignored.

# shellcheck disable=SC2034
# Only the first compiler: what the second one makes faster, it spends on compiling, up to captures of about 2 GB.
jvm=(-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xms16m -Xmn8m -Xmx256m --enable-native-access=ALL-UNNAMED)
