#!/usr/bin/env bash
# Judging a large capture, side by side with tcpdump, tshark and gopacket: wall clock, CPU, peak memory.
#
# ROUNDS (5): every round runs each command once; ratios are of the same round, and their median is printed.
# TSHARK_ROUNDS (1): the rounds that tshark takes part in; it needs minutes.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
here=$root/scripts/bench.d/wire
work=$root/target/bench/wire
capture=$work/node-1.pcap
filter='tcp port 15008'
tokens=262
rounds=${ROUNDS:-5}
tshark_rounds=${TSHARK_ROUNDS:-1}

# shellcheck source=scripts/lib/packages.sh
. "$root/scripts/lib/packages.sh"
# shellcheck source=scripts/lib/jdk.sh
. "$root/scripts/lib/jdk.sh"
# shellcheck source=scripts/lib/jvm.sh
. "$root/scripts/lib/jvm.sh"

make_input() {
    mkdir -p "$work"
    if [[ ! -r $capture || $here/WireInput.java -nt $capture ]]; then
        echo "Making the input, 1.4 GB in $work" >&2
        rm -f "$capture"
        "$JAVA_HOME/bin/java" "$here/WireInput.java" "$work" 2000000
    fi
    # Every command finds the file in the page cache.
    cat "$capture" >/dev/null
}

# Every token must be found, and every path judged as it was made: otherwise there is nothing to measure.
check_answer() {
    local report=$work/report.json status=0 found verdicts
    "$root/scripts/prober" analyze --plan "$work" -o json >"$report" || status=$?
    found=$(awk '/"(requests|responses)" :/ { gsub(/[^0-9]/, "", $3); sum += $3 } END { print sum + 0 }' "$report")
    verdicts=$(grep -A1 '"encryption" : {' "$report" | grep -o '"[A-Z]*"' | sort | uniq -c | tr -d '"' | xargs)
    if [[ $status != 1 || $found != "$tokens" || $verdicts != '1 EXPECTED 47 FAIL 16 PASS' ]]; then
        echo "Wrong answer: exit code $status, $found of $tokens tokens, $verdicts" >&2
        exit 1
    fi
    echo "$found of $tokens tokens found; $verdicts"
}

build_helpers() {
    mkdir -p "$work/classes"
    "$JAVA_HOME/bin/javac" -cp "$root/target/prober/*" -d "$work/classes" "$here/Steady.java"
    gopacket=
    if ! command -v go >/dev/null; then
        echo "gopacket is left out: no Go on this machine" >&2
    elif (cd "$here/gopacket" && GOFLAGS=-mod=readonly go build -o "$work/gopacket" .); then
        gopacket=$work/gopacket
    else
        echo "gopacket is left out: it could not be built" >&2
    fi
}

# measure NAME COMMAND...: appends "ROUND WALL CPU MB" to the file of that name
measure() {
    local name=$1
    shift
    /usr/bin/time -q -o "$work/time" -f '%e %U %S %M' "$@" >/dev/null 2>&1 || true
    awk -v round="$round" '{ printf "%d %.3f %.3f %.1f\n", round, $1, $2 + $3, $4 / 1024 }' "$work/time" >>"$work/times/$name"
}

run_rounds() {
    rm -rf "$work/times"
    mkdir "$work/times"
    for ((round = 1; round <= rounds; round++)); do
        measure tcpdump tcpdump -n -r "$capture" --count "$filter"
        measure prober "$root/scripts/prober" analyze --plan "$work"
        steady
        measure printing tcpdump -n -r "$capture" "$filter"
        if [[ -n $gopacket ]]; then
            measure gopacket "$gopacket" "$capture"
        fi
        if ((round <= tshark_rounds)); then
            measure tshark tshark -n -r "$capture" -Y tls.handshake -T fields -e frame.number -e ip.src -e ip.dst \
                -e tls.handshake.type -e tls.handshake.extensions_alpn_str -e tls.handshake.ciphersuite
        fi
    done
}

# Passes 3 to 6 in one JVM, with the flags of the command, and with both compilers: what judges all day can afford the second one.
steady() {
    /usr/bin/time -q -o "$work/time" -f '%M' \
        "$JAVA_HOME/bin/java" "${jvm[@]}" -XX:TieredStopAtLevel=4 -cp "$work/classes:$root/target/prober/*" \
        Steady "$work/plan.json" 6 >"$work/passes"
    awk -v round="$round" 'NR == FNR { memory = $1 / 1024; next } FNR > 2 { printf "%d %.3f %.3f %.1f\n", round, $1, $2, memory }' \
        "$work/time" "$work/passes" >>"$work/times/steady"
}

# Per line of the table: what it is called and the file of its times
lines=(
    "tcpdump --count, which only filters|tcpdump"
    "prober analyze, the whole command|prober"
    "prober, passes 3 to 6 in one JVM|steady"
    "tcpdump, which prints what matches|printing"
    "gopacket, decoding layers without tunnels|gopacket"
    "tshark, fields of TLS handshakes|tshark"
)

print_table() {
    local line
    printf '%-44s %8s %8s %8s %10s\n' '' 'wall s' 'CPU s' 'peak MB' 'x tcpdump'
    for line in "${lines[@]}"; do
        local file=$work/times/${line#*|}
        if [[ -r $file ]]; then
            printf '%-44s %8.2f %8.2f %8.0f %10.2f\n' "${line%|*}" "$(median 2 "$file")" "$(median 3 "$file")" \
                "$(median 4 "$file")" "$(ratio "${line#*|}" tcpdump)"
        fi
    done
}

print_goals() {
    echo
    goal 'cold, x tcpdump' "$(ratio prober tcpdump)" 'at most' 1.3
    goal 'steady, x tcpdump' "$(ratio steady tcpdump)" 'at most' 1.0
    if [[ -r $work/times/tshark ]]; then
        goal 'tshark, x cold' "$(ratio tshark prober)" 'at least' 60
    fi
    goal 'peak memory, MB' "$(median 4 "$work/times/prober")" 'at most' 90
}

goal() {
    awk -v name="$1" -v value="$2" -v bound="$3" -v wanted="$4" 'BEGIN {
        reached = bound == "at most" ? value <= wanted : value >= wanted
        printf "%-20s %8.2f  %s %s: %s\n", name, value, bound, wanted, reached ? "reached" : "not reached" }'
}

# median COLUMN FILE
median() {
    awk -v column="$1" '{ print $column }' "$2" | middle
}

# ratio ONE OTHER: the median over all pairs of the same round
ratio() {
    awk 'NR == FNR { wall[$1] = $2; next } $1 in wall { print $2 / wall[$1] }' "$work/times/$2" "$work/times/$1" | middle
}

middle() {
    sort -g | awk '{ value[NR] = $1 } END { print NR % 2 ? value[(NR + 1) / 2] : (value[NR / 2] + value[NR / 2 + 1]) / 2 }'
}

require_commands tcpdump=tcpdump tshark=tshark /usr/bin/time=time
make_input
check_answer
build_helpers
run_rounds
echo "2,000,000 packets, $(stat -c %s "$capture") bytes, 17,000 flows; $rounds rounds, medians"
echo "$(nproc) CPUs, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1), Linux $(uname -r), load $(cut -d' ' -f1-3 /proc/loadavg)"
echo
print_table
print_goals
