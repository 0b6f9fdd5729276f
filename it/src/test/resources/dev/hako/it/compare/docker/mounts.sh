mkdir -p shared/sub bin && echo theirs > shared/file && cp /bin/busybox bin
docker run --rm --mount type=bind,source="$PWD/shared",target=/s --mount type=bind,src="$PWD/shared",dst=/r,readonly --mount type=bind,src="$PWD/shared",destination=/t,ro=true $IMAGE sh -c 'cat /s/file; touch /s/x; touch /r/x; touch /t/x'
docker run --rm --mount type=bind,src="$PWD/missing",dst=/s $IMAGE true
docker run --rm --mount type=bind,src=relative,dst=/s $IMAGE true
docker run --rm --mount type=bind,dst=/s $IMAGE true
docker run --rm --mount type=bind,src="$PWD/shared" $IMAGE true
docker run --rm --mount type=volume,source=mounted,target=/v $IMAGE sh -c 'echo v > /v/file'
docker run --rm --mount source=mounted,target=/v,readonly --mount type=volume,target=/var --mount type=volume,target=/bin/,volume-nocopy --mount src=labelled,dst=/w,volume-label=k=v --entrypoint /b/busybox -v "$PWD/bin:/b" $IMAGE sh -c '/b/busybox ls /var /bin /v'
docker volume inspect -f '{{.Labels.k}}' labelled
docker run --rm --mount type=tmpfs,target=/t,tmpfs-size=1m,tmpfs-mode=1770 --mount type=tmpfs,target=/u --tmpfs /v --tmpfs /w:size=2m,mode=700,noexec $IMAGE sh -c 'stat -c %a /t /u /v /w; grep -E " /[tuvw] " /proc/mounts | sed s/,uid=.*// | cut -d" " -f1-4 | sort'
docker run --rm --tmpfs /t:nonsense $IMAGE true
docker run --rm --tmpfs relative $IMAGE true
docker run --rm --mount type=tmpfs,src=x,target=/t $IMAGE true
docker run --rm --mount type=tmpfs,target=/t,volume-nocopy $IMAGE true
docker run --rm --mount type=nonsense,target=/t $IMAGE true
docker run --rm --mount type=bind,nonsense=x,target=/t $IMAGE true
docker run --rm --mount '' $IMAGE true
docker run --rm --mount type=bind,src=/tmp,dst=/s --mount type=tmpfs,dst=/s $IMAGE true
docker run --rm -v /a:/s -v /b:/s $IMAGE true
docker create --name mounts --mount src=mounted,dst=/v,ro --mount type=bind,src="$PWD/shared",dst=/b --mount type=tmpfs,dst=/t $IMAGE true
docker inspect -f '{{range .Mounts}}{{println .Type .Destination .RW .Propagation}}{{end}}' mounts | sort
docker inspect -f '{{json .HostConfig.Mounts}}' mounts # differs in status, output, error: inspect-fields
docker rm mounts
docker volume rm mounted labelled

# What spreads between mounts.
mkdir -p spread/sub
docker run --rm -v "$PWD/spread:/s:rslave" $IMAGE sh -c 'grep " /s " /proc/self/mountinfo | grep -o "master:" '
docker run --rm -v "$PWD/spread:/s:rshared" $IMAGE sh -c 'grep " /s " /proc/self/mountinfo | grep -oE "shared:|master:"' # a user's differs in output: users-mounts
docker run --rm -v "$PWD/spread:/s:slave" $IMAGE sh -c 'grep " /s " /proc/self/mountinfo | grep -o "master:" '
docker run --rm -v "$PWD/spread:/s:shared" $IMAGE sh -c 'grep " /s " /proc/self/mountinfo | grep -oE "shared:|master:"' # a user's differs in output: users-mounts
docker run --rm -v "$PWD/spread:/s:private" $IMAGE sh -c 'grep " /s " /proc/self/mountinfo | grep -cE "shared:|master:"'
docker run --rm -v "$PWD/spread:/s:rprivate,ro" $IMAGE sh -c 'touch /s/x; grep " /s " /proc/self/mountinfo | grep -cE "shared:|master:"'
docker run --rm -v "$PWD/spread:/s" $IMAGE sh -c 'grep " /s " /proc/self/mountinfo | grep -cE "shared:|master:"'
docker run --rm -v "$PWD/spread:/s:rslave,rshared" $IMAGE true
docker run --rm -v "$PWD/spread:/s:nonsense" $IMAGE true
docker run --rm --mount type=bind,src="$PWD/spread",dst=/s,bind-propagation=rslave $IMAGE sh -c 'grep " /s " /proc/self/mountinfo | grep -o "master:" '
docker run --rm --mount type=bind,src="$PWD/spread",dst=/s,bind-propagation=nonsense $IMAGE true
docker run --rm --mount type=volume,src=v,dst=/s,bind-propagation=rslave $IMAGE true
docker run --rm -v spreading:/s:rslave $IMAGE true
docker run --rm --mount type=bind,src="$PWD/spread",dst=/s,bind-nonrecursive=true $IMAGE true
docker create --name spreader -v "$PWD/spread:/s:rslave" --mount type=bind,src="$PWD/spread",dst=/t,bind-propagation=rshared $IMAGE true
docker inspect -f '{{range .Mounts}}{{println .Type .Destination .Mode .RW .Propagation}}{{end}}' spreader | sort
docker rm spreader
