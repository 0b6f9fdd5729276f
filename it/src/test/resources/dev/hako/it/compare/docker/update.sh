docker run -d --name limited -m 64m --memory-swap 128m $IMAGE sleep 600
docker update -m 96m limited
docker exec limited cat /sys/fs/cgroup/memory/memory.limit_in_bytes /sys/fs/cgroup/memory.max 2>/dev/null
docker update --memory-reservation 32m limited
docker update --memory-swap 256m limited
docker update --memory-swap 16m limited
docker update --memory-swap -1 limited
docker update --cpus 0.5 limited
docker exec limited cat /sys/fs/cgroup/cpu/cpu.cfs_quota_us /sys/fs/cgroup/cpu.max 2>/dev/null
docker update --cpu-period 50000 --cpu-quota 20000 limited # differs in status, output, error: update-replaces
docker update --cpu-shares 512 limited
docker exec limited cat /sys/fs/cgroup/cpu/cpu.shares /sys/fs/cgroup/cpu.weight 2>/dev/null
docker update --cpuset-cpus 0 limited
docker exec limited grep Cpus_allowed_list /proc/1/status
docker update --cpuset-cpus 4000 limited
docker update --cpuset-cpus nonsense limited # differs in status: checked-early
docker update --cpuset-mems 0 limited
docker update --pids-limit 9 limited
docker exec limited cat /sys/fs/cgroup/pids/pids.max /sys/fs/cgroup/pids.max 2>/dev/null
docker update --pids-limit -1 limited
docker update --pids-limit 0 limited
docker update --memory 1k limited # differs in status: checked-early
docker update --memory nonsense limited
docker update --cpus nonsense limited
docker update --cpus 1000 limited # differs in status, output, error: more-processors
docker update limited
docker update
docker update -m 64m missing
docker update --pids-limit 9 missing limited
docker inspect -f '{{.HostConfig.Memory}} {{.HostConfig.MemoryReservation}} {{.HostConfig.MemorySwap}} {{.HostConfig.PidsLimit}}' limited
docker inspect -f '{{.HostConfig.CpuShares}} {{.HostConfig.CpusetCpus}} {{.HostConfig.CpusetMems}}' limited
docker update --cpus 0.25 limited
docker inspect -f '{{.HostConfig.NanoCpus}} {{.HostConfig.CpuPeriod}} {{.HostConfig.CpuQuota}}' limited
docker kill limited
docker update -m 80m limited # differs in status, output, error: update-replaces
docker start limited
docker exec limited cat /sys/fs/cgroup/pids/pids.max /sys/fs/cgroup/pids.max 2>/dev/null
docker rm -f limited
