# shellcheck shell=bash
# Sourced, in the checkout: what the reports of Surefire say.

reports() {
    find . -path '*/target/surefire-reports/TEST-*.xml' "$@"
}

# total failed skipped, summed over the reports
count_tests() {
    reports -exec cat {} + | awk '
        function number(name) { return match($0, " " name "=\"[0-9]+") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 3) : 0 }
        /^ *<testsuite / { inside = 1 }
        inside { total += number("tests"); failed += number("failures") + number("errors"); skipped += number("skipped") }
        inside && />/ { inside = 0 }
        END { print total + 0, failed + 0, skipped + 0 }'
}

# An annotation leaves its reason in an attribute, an assumption in the first line of a stack trace.
skip_reasons() {
    reports -exec grep -h '<skipped' {} + |
        sed -E 's/.*<skipped message="([^"]*)".*/\1/; s/.*<!\[CDATA\[[^ ]+: (Assumption failed: )?//; s/\]\]>.*//' |
        sort | uniq -c | sed -E 's/^ *([0-9]+) /skipped \1: /' || true
}
