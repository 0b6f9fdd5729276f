# What is hidden.
docker run --rm $IMAGE mount -t tmpfs none /home
docker run --rm $IMAGE sh -c 'grep -cE " /proc/(kcore|keys|timer_list|bus|sys|irq) " /proc/mounts'
docker run --rm $IMAGE sh -c 'grep " /sys " /proc/mounts | cut -d" " -f4 | cut -d, -f1'

# Namespaces.
docker run --rm --cgroupns private $IMAGE cat /proc/self/cgroup | cut -d: -f3 | sort -u
docker run --rm --cgroupns host $IMAGE cat /proc/self/cgroup | cut -d: -f3 | grep -c .
docker run --rm --cgroupns nonsense $IMAGE true
docker run --rm --userns host $IMAGE id -u
docker run --rm --userns nonsense $IMAGE true
docker run --rm --domainname example.org -h named $IMAGE sh -c 'hostname; cat /proc/sys/kernel/domainname'
docker run --rm --isolation nonsense $IMAGE true
docker run --rm --annotation k=v $IMAGE true # differs in status, error: newer-docker
docker run -d --name near $IMAGE sleep 600
docker run --rm --ipc container:near $IMAGE true # differs in status, error: shareable-ipc
docker run -d --name open --ipc shareable $IMAGE sh -c 'echo x > /dev/shm/file; sleep 600'
until docker exec open test -e /dev/shm/file; do sleep 0.1; done; docker run --rm --ipc container:open $IMAGE cat /dev/shm/file
docker rm -f open
docker run --rm --pid container:near $IMAGE sh -c 'cat /proc/1/comm'
docker run --rm --network container:near $IMAGE ls /sys/class/net
docker run --rm --pid container:missing $IMAGE true
docker run --rm --ipc nonsense $IMAGE true
docker run --rm --pid nonsense $IMAGE true
docker run --rm --uts nonsense $IMAGE true
docker rm -f near
printf 'a=1\n# no\nb\n' > labels
docker create --name tagged --label-file labels -l c=3 $IMAGE true
docker inspect -f '{{json .Config.Labels}}' tagged # differs in output: bare-labels
docker rm tagged
docker run --rm --label-file missing $IMAGE true
