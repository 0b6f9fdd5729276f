docker run -d --name held $IMAGE sleep 600
docker pause held
docker pause held
docker ps --format '{{.Names}} {{.Status}}'
docker ps --filter status=paused --format '{{.Names}}'
docker inspect -f '{{.State.Status}} {{.State.Paused}} {{.State.Running}}' held
docker exec held true
docker start held
docker top held -eo stat | tail -1
docker unpause held
docker unpause held
docker exec held echo goes on
docker pause missing
docker unpause missing held
docker pause
docker unpause
docker pause held
docker restart -t 0 held
docker inspect -f '{{.State.Status}}' held
docker pause held
docker stop -t 0 held
docker pause held
docker start held
docker pause held
docker rm -f held

# Restarting.
docker run -d --name again $IMAGE sh -c 'echo x >> /count; wc -l < /count; sleep 600'
until docker logs again | grep -q 1; do sleep 0.1; done
docker restart -t 0 again
docker inspect -f '{{.State.Running}} {{.RestartCount}}' again
until docker logs again | grep -q 2; do sleep 0.1; done
docker kill again
docker restart --time 0 again
until docker logs again | grep -q 3; do sleep 0.1; done
docker logs again
docker restart
docker restart missing
docker restart --time nonsense again
docker rm -f again

# Other names.
docker create --name before $IMAGE true
docker create --name taken $IMAGE true
docker rename before after
docker inspect -f '{{.Name}}' after
docker inspect before
docker rename after taken
docker rename after after
docker rename after 'not a name'
docker rename after ''
docker rename missing x-name
docker rename after
docker rename
docker rm after taken
