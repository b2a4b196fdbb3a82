# shellcheck shell=bash
# Sourced by scripts/release: several images under one tag, as an OCI layout, made of the archives that scripts/image left. Layers
# and configurations are theirs, byte by byte.
# shellcheck disable=SC2154 # root and version are of scripts/release

# lay_out_oci FOLDER ARCHIVE...: prints the digest of the index
lay_out_oci() {
    local folder=$1 archive index
    mkdir -p "$folder/blobs/sha256"
    echo '{"imageLayoutVersion": "1.0.0"}' >"$folder/oci-layout"
    index=$(for archive in "${@:2}"; do add_image "$archive"; done | jq -cs '{schemaVersion: 2,
        mediaType: "application/vnd.oci.image.index.v1+json", manifests: .}' | add_blob "$(media_type index)")
    # By the second name `ctr images import` knows it, by the first all others.
    jq -c --arg version "$version" '{schemaVersion: 2, manifests: [. + {annotations: {
        "org.opencontainers.image.ref.name": $version,
        "io.containerd.image.name": "docker.io/library/ambient-prober:\($version)"}}]}' <<<"$index" >"$folder/index.json"
    jq -r .digest <<<"$index"
}

media_type() {
    echo "application/vnd.oci.image.$1.v1+json"
}

# add_image ARCHIVE: prints its descriptor in the index
add_image() {
    local config layers layer
    config=$(tar -xOf "$1" config.json | add_blob "$(media_type config)")
    layers=$(for layer in $(tar -xOf "$1" manifest.json | jq -r '.[0].Layers[]'); do
        tar -xOf "$1" "$layer" | add_blob application/vnd.oci.image.layer.v1.tar+gzip
    done | jq -cs .)
    jq -cn --argjson config "$config" --argjson layers "$layers" --arg type "$(media_type manifest)" \
        '{schemaVersion: 2, mediaType: $type, config: $config, layers: $layers}' |
        add_blob "$(media_type manifest)" |
        jq -c --argjson of "$(tar -xOf "$1" config.json | jq -c '{architecture, os}')" '. + {platform: $of}'
}

# add_blob MEDIA_TYPE: of what it reads; prints its descriptor
add_blob() {
    local at=$folder/blobs/sha256 next sum
    next=$(mktemp "$at/next.XXXXXX")
    sum=$(tee "$next" | sha256sum | cut -d' ' -f1)
    mv "$next" "$at/$sum"
    jq -cn --arg type "$1" --arg digest "sha256:$sum" --argjson size "$(stat -c %s "$at/$sum")" \
        '{mediaType: $type, digest: $digest, size: $size}'
}
