# What a container may use, as its own files say.
docker run --rm --cpuset-cpus 0 --cpuset-mems 0 $IMAGE grep _allowed_list /proc/1/status
docker run --rm --cpuset-cpus 4000 $IMAGE true
docker run --rm --cpuset-mems 4000 $IMAGE true
docker run --rm --cpu-period 50000 --cpu-quota 20000 $IMAGE sh -c 'cd /sys/fs/cgroup; cat cpu/cpu.cfs_period_us cpu/cpu.cfs_quota_us cpu.max 2>/dev/null'
docker run --rm --cpu-period 1 $IMAGE true
docker run --rm --cpu-quota 1 $IMAGE true
docker run --rm --cpus 0.5 --cpu-quota 20000 $IMAGE true
docker run --rm -c 512 $IMAGE sh -c 'cd /sys/fs/cgroup; cat cpu/cpu.shares cpu.weight 2>/dev/null'
docker run --rm --cpu-rt-period 1000000 --cpu-rt-runtime 950000 $IMAGE true
docker run --rm --cpu-rt-runtime 2000000 --cpu-rt-period 1000000 $IMAGE true
docker run --rm -m 64m --memory-reservation 32m --memory-swap 128m $IMAGE sh -c 'cd /sys/fs/cgroup; cat memory/memory.limit_in_bytes memory/memory.soft_limit_in_bytes memory.max memory.low 2>/dev/null'
docker run --rm -m 64m --memory-reservation 128m $IMAGE true
docker run --rm --memory-swap 64m $IMAGE true
docker run --rm -m 64m --memory-swap 32m $IMAGE true
docker run --rm -m 64m --memory-swappiness 10 $IMAGE true
docker run --rm --memory-swappiness 101 $IMAGE true
docker run --rm -m 64m --oom-kill-disable $IMAGE true
docker run --rm --oom-kill-disable $IMAGE true # differs in error: quiet-limits
docker run --rm --pids-limit 20 $IMAGE sh -c 'cd /sys/fs/cgroup; cat pids/pids.max pids.max 2>/dev/null'
docker run --rm --blkio-weight 5 $IMAGE true # differs in status: checked-early
docker run --rm --blkio-weight nonsense $IMAGE true
docker run --rm --blkio-weight 0 $IMAGE true
docker run --rm --device-read-bps /dev/missing:1m $IMAGE true # differs in status: missing-device
docker run --rm --device-write-bps /dev/missing:1m $IMAGE true # differs in status: missing-device
docker run --rm --device-read-iops /dev/missing:10 $IMAGE true # differs in status: missing-device
docker run --rm --device-write-iops /dev/missing:10 $IMAGE true # differs in status: missing-device
docker run --rm --device-read-bps nonsense $IMAGE true
docker run --rm --device-write-iops /dev/null:many $IMAGE true
docker run --rm --storage-opt nonsense=1 $IMAGE true
docker run --rm --storage-opt size=10m $IMAGE true
docker create --name bounded --cpuset-cpus 0 --cpu-period 50000 --cpu-quota 20000 -c 512 -m 64m --memory-reservation 32m --memory-swap 128m --memory-swappiness 10 --pids-limit 20 $IMAGE true
docker inspect -f '{{.HostConfig.CpusetCpus}} {{.HostConfig.CpuPeriod}} {{.HostConfig.CpuQuota}} {{.HostConfig.CpuShares}} {{.HostConfig.MemoryReservation}} {{.HostConfig.MemorySwappiness}}' bounded
docker update --blkio-weight 5 bounded # differs in status, output, error: checked-early
docker update --cpu-rt-runtime 2000000 --cpu-rt-period 1000000 bounded
docker update --restart always bounded
docker inspect -f '{{json .HostConfig.RestartPolicy}}' bounded
docker update --restart nonsense bounded # differs in status: checked-early
docker update --restart on-failure:2 bounded
docker inspect -f '{{json .HostConfig.RestartPolicy}}' bounded
docker rm bounded

# Another restart policy while it runs.
docker run -d --name steady $IMAGE sh -c 'echo x >> /count; until test -e /go; do sleep 0.1; done; rm /go'
docker update --restart always steady
docker exec steady touch /go
until test "$(docker inspect -f '{{.RestartCount}} {{.State.Status}}' steady)" = '1 running'; do sleep 0.1; done
docker exec steady cat /count
docker update --restart no steady
docker kill steady
docker inspect -f '{{.State.Status}} {{.RestartCount}}' steady
docker rm steady
docker create --rm --name brief $IMAGE true
docker update --restart always brief
docker rm brief
