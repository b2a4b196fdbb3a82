# shellcheck shell=bash
# Sourced, by bash: archives, of images as `docker save` makes them and of files.

# unpack_image ARCHIVE FOLDER: its files, as a container sees them
unpack_image() {
    local layer
    mkdir -p "$2"
    for layer in $(tar -xOf "$1" manifest.json | jq -r '.[0].Layers[]'); do
        tar -xOf "$1" "$layer" | tar -xz --warning=no-unknown-keyword -C "$2"
    done
}

# pack ARCHIVE FOLDER NAME...: what lies in FOLDER under these names; the same files make the same archive
pack() {
    local compress=(cat)
    [[ $1 == *.tar ]] || compress=(gzip -9n)
    tar -c --sort=name --format=ustar --owner=0 --group=0 --numeric-owner --mtime=@1 --mode=u+rw,go+r,go-w -C "$2" "${@:3}" |
        "${compress[@]}" >"$1"
}
