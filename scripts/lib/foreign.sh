# shellcheck shell=bash
# Sourced by scripts/image: an image for another architecture is made of Debian packages of that architecture. They are
# fetched through this machine's Debian archive and unpacked into a folder; what is installed here is not touched.

# The first release of Debian with an OpenJDK of the project's release.
foreign_release=trixie
# Named as in that release. Apt finds what these need in turn.
foreign_libraries=(libpcap0.8t64 libstdc++6 zlib1g)
foreign_jdk=openjdk-$JDK_RELEASE-jdk-headless
foreign_keyring=/usr/share/keyrings/debian-archive-keyring.gpg

emulator() {
    echo "qemu-$machine-static"
}

foreign_modules() {
    echo "$sysroot/usr/lib/jvm/java-$JDK_RELEASE-openjdk-$architecture/jmods"
}

foreign_jdk_version() {
    dpkg_query -W -f '${Version}' "$foreign_jdk"
}

# fetch_foreign FOLDER: leaves FOLDER/root, and in FOLDER/dpkg what dpkg-query has to know of it.
fetch_foreign() {
    local folder=$1 deb package
    rm -rf "$folder"
    mkdir -p "$folder"/{root,dpkg/info,apt/{lists,archives}/partial,apt/none}
    foreign_sources >"$folder/apt/sources.list"
    : >"$folder/apt/status"
    foreign_apt update
    foreign_apt install --download-only -y --no-install-recommends "${foreign_libraries[@]}"
    (cd "$folder/apt/archives" && foreign_apt download base-files "$foreign_jdk")
    for deb in "$folder"/apt/archives/*.deb; do
        package=$(dpkg-deb -f "$deb" Package)
        dpkg-deb -x "$deb" "$folder/root"
        { dpkg-deb -f "$deb" && printf 'Status: install ok installed\n\n'; } >>"$folder/dpkg/status"
        dpkg-deb --fsys-tarfile "$deb" | tar -t | sed 's,^\./$,/.,; s,^\.,,; s,/$,,' >"$folder/dpkg/info/$package.list"
    done
}

foreign_apt() {
    local own=$folder/apt
    apt-get -qq -o APT::Architecture="$architecture" -o APT::Architectures="$architecture" -o APT::Sandbox::User=root \
        -o Dir::State="$own" -o Dir::State::status="$own/status" -o Dir::Cache="$own" -o Acquire::Languages=none \
        -o Dir::Etc::SourceList="$own/sources.list" -o Dir::Etc::SourceParts="$own/none" \
        -o Dir::Etc::Preferences="$own/none" -o Dir::Etc::PreferencesParts="$own/none" "$@" >&2
}

# Where this machine has its own packages from, as a source of the other ones.
foreign_sources() {
    local sources
    sources=$(debian_archives)
    if [[ -z $sources && $(id -u) == 0 ]]; then
        # Apt tells archives apart by the lists that it fetched of them.
        apt-get update -qq >&2
        sources=$(debian_archives)
    fi
    if [[ -z $sources ]]; then
        echo "image: apt knows no archive of Debian here, of which an image for another architecture is made" >&2
        exit 70
    fi
    echo "$sources"
}

debian_archives() {
    # shellcheck disable=SC2016 # of apt
    apt-get indextargets --format '$(ORIGIN)|$(COMPONENT)|$(LABEL)|$(REPO_URI)' 'Created-By: Packages' |
        awk -F'|' -v release="$foreign_release" -v keyring="$foreign_keyring" '
            $1 == "Debian" && $2 == "main" && !seen[$3]++ {
                suite = $3 == "Debian" ? release : $3 == "Debian-Security" ? release "-security" : ""
                if (suite) print "deb [signed-by=" keyring "]", $4, suite, "main"
            }'
}
