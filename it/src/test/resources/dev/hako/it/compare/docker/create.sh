docker create --name made $IMAGE sh -c 'echo ran; exit 3'
docker create --name made $IMAGE true
docker create
docker create $IMAGE
docker ps
docker ps -a
docker inspect -f '{{.State.Status}} {{.State.Running}} {{.State.Pid}} {{.State.ExitCode}} {{.State.StartedAt}}' made
docker inspect -f '{{.Name}} {{.Path}} {{json .Args}} {{.Created}} {{.Id}} {{.RestartCount}}' made
docker inspect -f '{{json .Config.Cmd}} {{json .Config.Labels}} {{.Config.User}}' made
docker logs made
docker exec made true
docker stop -t 0 made
docker kill made
docker attach made
docker top made
docker start -a made
docker start -a made
docker logs made
docker start made
docker wait made
docker ps -a --format '{{.Names}} {{.Status}}'
docker start missing
docker rm made
docker rm made
