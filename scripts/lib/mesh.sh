# shellcheck shell=bash
# Sourced, by bash: the authority of a mesh and the identity of a server, made of openssl.

# make_mesh FOLDER: root.pem, and server.p12 with the password changeit
make_mesh() (
    cd "$1"
    exec 2>openssl.log
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout root.key -out root.pem -subj /O=cluster.local -days 2
    openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout server.key -out server.csr -subj /
    openssl x509 -req -in server.csr -CA root.pem -CAkey root.key -CAcreateserial -days 1 -out server.pem \
        -extfile <(echo subjectAltName=critical,URI:spiffe://cluster.local/ns/mesh/sa/server)
    openssl pkcs12 -export -in server.pem -inkey server.key -certfile root.pem -out server.p12 -passout pass:changeit
)
