docker volume create
docker volume create fruit
docker volume create fruit
docker volume create --name other
docker volume create --label k=v labelled
docker volume create -d nonsense foreign # differs in status: checked-early
docker volume create 'bad/name'
docker volume create x
docker volume create one two
docker volume create --opt nonsense=1 strange
docker volume ls | head -1
docker volume ls --filter name=fruit
docker volume ls -q --filter name=fruit
docker volume ls -q --filter label=k
docker volume ls -q --filter label=k=w
docker volume ls -q --filter dangling=true --filter name=label
docker volume ls -q --filter dangling=nonsense
docker volume ls -q --filter driver=local --filter name=other
docker volume ls --filter nonsense=1
docker volume ls --format '{{.Name}} {{.Driver}} {{.Scope}} {{.Labels}} {{.Label "k"}} {{.Mountpoint}}' --filter name=labelled
docker volume ls --format '{{json .}}' --filter name=labelled
docker volume ls --format 'table {{.Name}}' --filter name=labelled
docker volume list -q --filter name=fruit
docker volume inspect labelled
docker volume inspect -f '{{.Name}} {{.Driver}} {{.Scope}} {{.Labels.k}} {{json .Options}}' labelled fruit
docker volume inspect missing
docker volume inspect missing fruit -f '{{.Name}}'
docker volume inspect
docker inspect -f '{{.Name}}' labelled
docker volume rm missing
docker volume rm -f missing
docker volume rm fruit missing other
docker volume rm
docker volume
docker volume nonsense

# In containers.
docker run --rm -v kept:/k $IMAGE sh -c 'echo data > /k/file'
docker run --rm -v kept:/k:ro $IMAGE sh -c 'cat /k/file; touch /k/other'
docker run --rm -v kept:/k:nonsense $IMAGE true
docker run --rm -v kept:relative $IMAGE true
docker run --rm -v kept:/ $IMAGE true
docker run -d --name user-of-it -v kept:/k -v /anonymous $IMAGE sleep 600
docker volume rm kept
docker volume rm -f kept
docker inspect -f '{{range .Mounts}}{{println .Type .Destination .RW .Driver .Propagation}}{{end}}' user-of-it | sort
docker inspect -f '{{range .Mounts}}{{if eq .Destination "/k"}}{{.Mode}}{{end}}{{end}}' user-of-it # differs in output: volume-mode
docker volume ls -q | wc -l
docker run --rm --volumes-from user-of-it:ro $IMAGE sh -c 'cat /k/file; touch /k/file2'
docker run --rm --volumes-from missing $IMAGE true
docker rm -f user-of-it
docker volume ls -q | wc -l
docker run --rm -v /gone $IMAGE true
docker volume ls -q | wc -l
docker create --name v -v /gone $IMAGE true
docker create --name vv -v /gone $IMAGE true
docker rm -v vv
docker volume ls -q | wc -l

# A new one begins with what the image has there.
docker run --rm -v bin-copy:/bin $IMAGE sh -c 'ls /bin | wc -l'
docker run --rm -v bin-copy:/mnt -v tmp-copy:/tmp $IMAGE sh -c 'readlink /mnt/ls; stat -c %a /mnt /tmp'
docker run --rm -v no-copy:/var:nocopy $IMAGE ls /var
docker run --rm -v /var $IMAGE ls /var
docker run --rm -v etc-copy:/etc $IMAGE ls /etc # differs in output: network-files
docker volume rm bin-copy tmp-copy no-copy etc-copy kept labelled

# Directories of the host.
mkdir -p shared && echo theirs > shared/file
docker run --rm -v "$PWD/shared:/s" -v "$PWD/shared:/r:ro" -v "$PWD/shared/file:/f" -v "$PWD/made/by-it:/m" $IMAGE sh -c 'cat /s/file /f; touch /r/x; echo more > /s/new'
cat shared/new && ls made
docker run --rm -v ./shared:/s $IMAGE cat /s/file # differs in status, output, error: newer-docker
