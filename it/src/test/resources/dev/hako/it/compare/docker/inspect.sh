docker run -d --name seen -m 64m --cpus 0.5 --pids-limit 20 -e A=b -l k=v -h hosted -u user -w /srv --restart on-failure:2 --stop-signal SIGUSR1 --stop-timeout 3 --init --read-only --tmpfs /scratch --cap-add NET_ADMIN --ulimit nofile=100:200 --shm-size 2m $IMAGE sleep 600
docker inspect seen | grep -oE '^ {4,8}"\w+"' | sort # differs in output: inspect-fields
docker inspect -f '{{json .State}}' seen | grep -o '"[A-Za-z]*":' | sort
docker inspect -f '{{json .HostConfig}}' seen | grep -o '"[A-Za-z]*":' | sort # differs in output: inspect-fields
docker inspect -f '{{json .Config}}' seen | grep -o '"[A-Za-z]*":' | sort # differs in output: inspect-fields
docker inspect -f '{{.HostConfig.Memory}} {{.HostConfig.MemorySwap}} {{.HostConfig.NanoCpus}} {{.HostConfig.PidsLimit}} {{.HostConfig.ShmSize}}' seen
docker inspect -f '{{json .HostConfig.RestartPolicy}} {{.HostConfig.Init}} {{.HostConfig.ReadonlyRootfs}} {{json .HostConfig.Tmpfs}}' seen
docker inspect -f '{{json .HostConfig.CapAdd}} {{(index .HostConfig.Ulimits 0).Soft}} {{.HostConfig.Privileged}} {{.HostConfig.AutoRemove}} {{.HostConfig.OomScoreAdj}}' seen
docker inspect -f '{{json .HostConfig.Binds}} {{json .HostConfig.CapDrop}} {{json .HostConfig.SecurityOpt}}' seen # differs in output: empty-lists
docker inspect -f '{{json .HostConfig.LogConfig}}' seen
docker inspect -f '{{.Config.Hostname}} {{.Config.User}} {{.Config.WorkingDir}} {{json .Config.Env}} {{json .Config.Labels}} {{.Config.StopSignal}} {{.Config.StopTimeout}}' seen
docker inspect -f '{{.Config.Tty}} {{.Config.OpenStdin}} {{json .Config.Entrypoint}} {{json .Config.Cmd}} {{.Config.Image}} {{.Path}} {{json .Args}}' seen
docker inspect -f '{{.State.Status}} {{.State.Running}} {{.State.Paused}} {{.State.Restarting}} {{.State.OOMKilled}} {{.State.Dead}} {{.State.Error}} {{.State.StartedAt}} {{.State.FinishedAt}}' seen
docker inspect -f '{{json .Mounts}}' seen # differs in output: tmpfs-mounts
docker inspect -f '{{.Platform}} {{.Name}} {{.Id}} {{.Created}} {{.RestartCount}}' seen
docker inspect --size -f '{{.SizeRw}}' seen
docker inspect -s seen | grep -o '"Size[A-Za-z]*":'
docker inspect --type container -f '{{.Name}}' seen
docker inspect --type volume seen
docker inspect -f '{{.Nonsense}}' seen # differs in output: empty-line
docker inspect -f '{{.Name' seen # differs in status: template-mistake
docker inspect missing
docker inspect missing seen -f '{{.Name}}'
docker inspect
docker container inspect -f '{{.Name}}' seen
docker inspect -f '{{.Id}}' $(docker inspect -f '{{.Id}}' seen | cut -c1-5)
docker rm -f seen

# What the image says where nothing was asked for.
docker create --name base $IMAGE sleep 1
docker export base | docker import -c 'ENV A=image I=1' -c 'USER user' -c 'WORKDIR /srv' -c 'ENTRYPOINT ["sleep"]' -c 'CMD ["600"]' -c 'LABEL k=image i=1' -c 'EXPOSE 80 53/udp' -c 'VOLUME /data' - configured:1
docker create --name plain configured:1
docker inspect -f '{{json .Config.Env}} {{.Config.User}} {{.Config.WorkingDir}} {{json .Config.Entrypoint}} {{json .Config.Cmd}} {{.Config.Image}}' plain
docker inspect -f '{{json .Config.Labels}} {{json .Config.ExposedPorts}} {{json .Config.Volumes}}' plain
docker inspect -f '{{.Path}} {{json .Args}}' plain
docker create --name other -e A=asked -e N=1 -u root -w /tmp -l k=asked --expose 81 -v /more --stop-signal SIGUSR2 configured:1 700
docker inspect -f '{{json .Config.Env}} {{.Config.User}} {{.Config.WorkingDir}} {{json .Config.Entrypoint}} {{json .Config.Cmd}} {{.Config.StopSignal}}' other
docker inspect -f '{{json .Config.Labels}} {{json .Config.ExposedPorts}} {{json .Config.Volumes}}' other
docker create --name tested --health-cmd false --health-interval 8m --entrypoint /bin/true configured:1
docker inspect -f '{{json .Config.Entrypoint}} {{json .Config.Healthcheck.Test}} {{json .Config.Healthcheck.Interval}}' tested
docker rm -v base plain other tested
docker rmi configured:1 >/dev/null
