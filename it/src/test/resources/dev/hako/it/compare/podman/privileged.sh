# Everything, and nothing hidden.
podman run --rm --privileged $IMAGE sh -c 'grep -E "Seccomp:|NoNew" /proc/self/status'
podman run --rm --privileged $IMAGE sh -c 'test "$(grep CapEff /proc/self/status | cut -f2)" = "$(grep CapBnd /proc/self/status | cut -f2)" && echo all'
podman run --rm --privileged $IMAGE sh -c 'mkdir /m; mount -t tmpfs none /m && grep -c " /m tmpfs" /proc/mounts'
podman run --rm --privileged $IMAGE sh -c 'grep -cE " /proc/(kcore|keys|timer_list|bus|sys|irq) " /proc/mounts'
podman run --rm --privileged $IMAGE sh -c 'grep " /sys " /proc/mounts | cut -d" " -f1-3; grep " /sys " /proc/mounts | cut -d" " -f4 | cut -d, -f1'
podman run --rm --privileged $IMAGE test -e /dev/kmsg
podman run --rm --privileged --security-opt no-new-privileges $IMAGE grep NoNewPrivs /proc/self/status
podman run --rm --privileged -u user $IMAGE grep CapEff /proc/self/status
podman run -d --name mighty --privileged $IMAGE sleep 600
podman inspect -f '{{.HostConfig.Privileged}}' mighty
podman exec mighty sh -c 'grep -E "Seccomp:" /proc/self/status'
podman stop -t 0 mighty
podman rm mighty
podman run -d --name meek $IMAGE sleep 600
podman exec --privileged meek sh -c 'test $(grep CapEff /proc/self/status | cut -f2) != $(grep CapEff /proc/1/status | cut -f2)'
podman stop -t 0 meek
podman rm meek
