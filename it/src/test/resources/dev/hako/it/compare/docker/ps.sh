docker ps
docker run -d --name running --label colour=red $IMAGE sleep 600
docker run --name failed --label colour=blue $IMAGE sh -c 'exit 3'
docker create --name new -v /data -v named:/n $IMAGE true
docker ps
docker ps -a
docker ps -aq | wc -l
docker ps --no-trunc
docker ps -l
docker ps -n 2 --format '{{.Names}}'
docker ps -a --filter status=exited
docker ps -a --filter status=created --format '{{.Names}}'
docker ps -a --filter status=nonsense
docker ps -a --filter exited=3 --format '{{.Names}}'
docker ps -a --filter name=run --format '{{.Names}}'
docker ps -a --filter name=^new$ --format '{{.Names}}'
docker ps -a --filter label=colour --format '{{.Names}}'
docker ps -a --filter label=colour=red --format '{{.Names}}'
docker ps -a --filter before=failed --format '{{.Names}}'
docker ps -a --filter since=failed --format '{{.Names}}'
docker ps -a --filter volume=named --format '{{.Names}}'
docker ps -a --filter ancestor=$IMAGE --format '{{.Names}}'
docker ps -a --filter id=$(docker inspect -f '{{.Id}}' new) --format '{{.Names}}'
docker ps -a --filter nonsense=1
docker ps -a --filter nonsense
docker ps -a --format '{{.Names}}|{{.Command}}|{{.Status}}|{{.State}}|{{.Ports}}|{{.RunningFor}}|{{.Image}}'
docker ps -a --filter name=failed --filter name=running --format '{{.Mounts}}|{{.Labels}}|{{.Label "colour"}}|{{.LocalVolumes}}'
docker ps -a --format 'table {{.Names}}\t{{.Status}}'
docker ps --format '{{json .}}' | grep -o '"[A-Za-z]*":' | sort # differs in output: isolation-field
docker ps -a --format '{{.Nonsense}}'
docker ps -a --format '{{.Names'
docker ps -s
docker ps -as --format 'table {{.Names}}\t{{.Size}}'
docker ps -a --format '{{.Names}} {{.Size}}'
docker ps nonsense
docker container ls -a --format '{{.Names}}'
docker container list -a --format '{{.Names}}'
docker rm -fv running failed new
docker volume rm named
