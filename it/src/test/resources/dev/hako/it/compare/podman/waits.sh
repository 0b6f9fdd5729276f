podman create --name waited $IMAGE sh -c 'sleep 0.5; exit 4'
podman wait --condition created waited
podman wait --condition configured waited # differs in status, output, error: newer-podman
podman start waited
podman wait --condition running waited
podman wait waited
podman wait --condition exited waited
podman wait --condition stopped waited
podman wait --condition nonsense waited
podman wait --condition running --condition exited -i 20ms waited
podman wait --interval nonsense waited
podman wait --ignore missing # differs in status, output, error: newer-podman
podman rm waited
podman run -d --name held $IMAGE sleep 600
podman pause held
podman wait --condition paused held
podman unpause held
(sleep 0.3; podman kill held > /dev/null) & podman wait --condition stopped held
podman rm held

# Time zones.
podman run --rm --tz Asia/Tokyo $IMAGE date +%Z
podman run --rm --tz Asia/Tokyo $IMAGE date -d @0 +%H:%M
podman run --rm --tz Nonsense/Place $IMAGE true
podman run --rm --tz local $IMAGE date -d @0 +%H:%M
podman run --rm --tz ../../../etc/passwd $IMAGE true # differs in status: checked-early
podman create --name zoned --tz Europe/Berlin $IMAGE sleep 600
podman start zoned
podman exec zoned date -d @0 +%H:%M
podman stop -t 0 zoned
podman rm zoned
