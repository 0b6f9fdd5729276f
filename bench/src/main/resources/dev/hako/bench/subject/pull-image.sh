#!/bin/sh
# Makes an image of four layers, of files that this machine has, and pushes it to a registry, once
# with gzip and once with zstd: pull-image.sh FOLDER REGISTRY
set -e
cd "$1"

find /usr/lib /usr/bin /usr/share -xdev -type f -size -16M -printf '%s\t%P\t%H\n' 2>/dev/null |
    sort |
    awk -F '\t' '$2 !~ /[^A-Za-z0-9._+\/-]/ {
        if (sum > 90000000) { layer++; sum = 0 }
        if (layer > 3) exit
        sum += $1
        print substr($3 "/" $2, 2) > ("list." layer + 1)
    }'
umoci init --layout gzip
umoci new --image gzip:v1
for layer in 1 2 3 4; do
    tar -C / --hard-dereference -cf layer.tar -T "list.$layer"
    umoci raw add-layer --image gzip:v1 layer.tar
done
skopeo copy -q --preserve-digests --dest-tls-verify=false oci:gzip:v1 "docker://$2/bench:gzip"

mkdir -p zstd/blobs/sha256
cp gzip/oci-layout zstd
manifest=$(skopeo inspect --raw oci:gzip:v1)
for blob in $(echo "$manifest" | grep -o 'sha256:[0-9a-f]*' | cut -d: -f2); do
    if zcat -t "gzip/blobs/sha256/$blob" 2>/dev/null; then
        zcat "gzip/blobs/sha256/$blob" | zstd -q -3 >layer.zst
        digest=$(sha256sum layer.zst | cut -d' ' -f1)
        size=$(stat -c %s layer.zst)
        mv layer.zst "zstd/blobs/sha256/$digest"
        manifest=$(echo "$manifest" | sed "s/$blob\",\"size\":[0-9]*/$digest\",\"size\":$size/")
    else
        cp "gzip/blobs/sha256/$blob" zstd/blobs/sha256
    fi
done
printf %s "$manifest" | sed 's/tar+gzip/tar+zstd/g' >manifest
digest=$(sha256sum manifest | cut -d' ' -f1)
size=$(stat -c %s manifest)
old=$(skopeo inspect -f '{{.Digest}}' oci:gzip:v1 | cut -d: -f2)
sed "s/$old\",\"size\":[0-9]*/$digest\",\"size\":$size/" gzip/index.json >zstd/index.json
mv manifest "zstd/blobs/sha256/$digest"
skopeo copy -q --preserve-digests --dest-tls-verify=false oci:zstd:v1 "docker://$2/bench:zstd"
rm -rf layer.tar list.* zstd
