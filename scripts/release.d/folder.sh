# shellcheck shell=bash
# Sourced by scripts/release: the command in a folder that needs nothing installed but glibc. All of it is what the image of the
# same architecture holds, but for the launcher.
# shellcheck disable=SC2154 # root and version are of scripts/release

# lay_out_folder IMAGE FOLDER: of the files of an image
lay_out_folder() {
    local from=$1/opt/prober to=$2
    mkdir -p "$to"/{bin,lib/app,share/bash-completion/completions}
    cp -r "$from/lib/runtime" "$to/lib/runtime"
    # With it Java starts programs: that of a kubeconfig which logs in, and itself, to write a cache. In an image it starts none.
    chmod 755 "$to/lib/runtime/lib/jspawnhelper"
    take_jars "$from/lib/app" "$to/lib/app"
    take_libraries "$1" "$to/lib/runtime"
    cp "$root/scripts/release.d/prober" "$to/bin/prober"
    # So that kubectl finds it.
    ln -s prober "$to/bin/kubectl-prober"
    # shellcheck disable=SC2154 # of jvm.sh
    printf '%s\n' "${jvm[@]}" -Xlog:disable >"$to/lib/jvm.options"
    "$JAVA_HOME/bin/java" -jar "$to/lib/app/prober-controller-$version.jar" completion bash \
        >"$to/share/bash-completion/completions/prober"
    cp "$root/LICENSE" "$to"
    cp -r "$root/samples" "$to"
    bill_of_folder "$from/sbom.cdx.json" "$to" >"$to/sbom.cdx.json"
    find "$to" -exec touch -h -d @1 {} +
    # By this a cache of its classes is known.
    echo "$version-$(cd "$to" && find . -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum | cut -c1-16)" >"$to/lib/build"
    touch -d @1 "$to/lib/build" "$to/lib"
}

# Those that the command's own jar names.
take_jars() {
    local jar=prober-controller-$version.jar names
    # A manifest breaks its lines.
    read -ra names < <(unzip -p "$1/$jar" META-INF/MANIFEST.MF | tr -d '\r' | sed -e ':a' -e 'N;s/\n //;ta' -e 'P;D' |
        sed -n 's/^Class-Path: //p')
    (cd "$1" && cp "$jar" "${names[@]}" "$2")
}

# A JDK of Debian leaves to the system what others bring along. Java looks beside itself first.
take_libraries() {
    local library package at
    while read -r library; do
        case $library in
            libz.so.*) package=zlib1g ;;
            libstdc++.so.*) package=libstdc++6 ;;
            libgcc_s.so.*) package=libgcc-s1 ;;
            *) continue ;;
        esac
        for at in "$1"/usr/lib/*/"$library"; do cp "$at" "$2/lib"; done
        install -D -m 644 "$1/usr/share/doc/$package/copyright" "$2/legal/$package/copyright"
    done < <(find "$2" -name '*.so' -exec readelf -d {} + | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' | sort -u)
}

# bill_of_folder BILL FOLDER: of an image's bill of materials what lies in the folder
bill_of_folder() {
    {
        (cd "$2/lib/app" && ls)
        (cd "$2/lib/runtime/legal" && ls)
    } | jq -R . | jq -s 'map({(.): true}) | add' | jq --slurpfile there /dev/stdin --arg version "$version" '
        del(.serialNumber)
        | .metadata.component = {type: "application", "bom-ref": "prober", name: "prober", version: $version}
        | .components |= map(select(.type == "platform" or $there[0]["\(.name)-\(.version).jar"]
            or ((.purl | startswith("pkg:deb/")) and $there[0][.name])))
        | (.components | map({(.["bom-ref"]): true}) | add) as $kept
        | .dependencies |= map(select($kept[.ref]) | .dependsOn = ((.dependsOn // []) | map(select($kept[.]))))' "$1"
}
