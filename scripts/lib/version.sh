# shellcheck shell=bash
# Sourced: sets `version`, of the product, as the pom in $root says it. Starts no program: this runs at every start of the command.

# shellcheck disable=SC2154 # of who sources this
while IFS= read -r line; do
    case $line in
        *'<revision>'*)
            version=${line#*<revision>}
            version=${version%%</revision>*}
            break
            ;;
    esac
done <"$root/pom.xml"
