# Events as they come. Docker counts `--since` and `--until` in whole seconds.
docker events --filter type=container --format '{{.Action}}' > seen & echo $! > pid; until docker run --rm $IMAGE true && test $(grep -c destroy seen) -gt 1; do :; done; kill $(cat pid); wait
sed '1,/destroy/d; /destroy/q' seen | sort
docker run --rm --name dies $IMAGE sh -c 'exit 3'; sleep 1.1; docker events --filter event=die --filter image=$IMAGE --filter container=dies --format '{{.Actor.Attributes.exitCode}}' --until 0s
sleep 1.1; docker events --filter type=container --filter event=die --format '{{.Actor.Attributes.exitCode}}' --since 0s > seen & docker run --rm $IMAGE sh -c 'exit 7'; docker run --rm $IMAGE true; until test $(wc -l < seen) = 2; do sleep 0.1; done; kill $!; cat seen
docker events --filter event=nonsense --until $(($(date +%s) + 2)); echo $?
docker events --since 1s --until 1s --filter event=nonsense & wait $!
docker run -d --name later --rm $IMAGE sleep 600
timeout -s TERM 2 docker events > /dev/null; echo $?
timeout -s INT 2 docker events > /dev/null; echo $?
docker events --filter container=later --filter event=kill --format '{{.Action}} {{.Actor.Attributes.signal}}' > seen & sleep 1; docker kill -s USR1 later; docker kill -s WINCH later; until test $(wc -l < seen) = 2; do sleep 0.1; done; kill $!; cat seen

# What they use, as it changes.
docker stats later > live & sleep 3; kill $!; tr '\033' '\n' < live | grep -c later > times; test $(cat times) -gt 1
docker stats --format '{{.Name}} {{.PIDs}}' later > live & sleep 3; kill $!; tr -d '\033' < live | grep -o 'later 1' | sort -u
docker create --name unborn $IMAGE true
docker stats --no-stream --all --format '{{.Name}}' | sort
docker stats --no-stream -a --format '{{.Name}} {{.CPUPerc}} {{.PIDs}}' unborn
docker stats --no-stream --no-trunc --format '{{.ID}}' later | tr -d '\n' | wc -c
docker rm unborn
docker stats missing & wait $!
(sleep 1; docker kill later > /dev/null) & timeout 4 docker stats later > live; echo $? # differs in output: stats-end

# Terminals and signals.
docker run -d --name bound -it $IMAGE sh
docker attach --detach-keys nonsense-keys bound
docker attach bound < /dev/null
docker start --detach-keys ctrl-x,x bound
docker exec --detach-keys ctrl-x bound true
docker exec --detach-keys nonsense-keys bound true # differs in status: checked-early
docker run --rm --detach-keys nonsense-keys $IMAGE true # differs in status: checked-early
docker start bound missing
docker rm -f bound
rm -f seen; touch seen; docker run --rm --name obeys $IMAGE sh -c 'trap "exit 9" TERM; echo up; while :; do sleep 0.1; done' > seen & until grep -q up seen; do sleep 0.1; done; kill $!; wait $!; echo $?
rm -f seen; touch seen; docker run --rm --name obeys --sig-proxy=false $IMAGE sh -c 'trap "exit 9" TERM; echo up; while :; do sleep 0.1; done' > seen & until grep -q up seen; do sleep 0.1; done; kill $!; wait $! 2> /dev/null; echo $?; docker kill -s TERM obeys
docker run -d --name followed $IMAGE sh -c 'trap "exit 9" TERM; echo up; while :; do sleep 0.1; done'
docker attach --sig-proxy=true followed > seen & sleep 1; kill $!; wait $!; echo $?
docker rm followed

# Signals to end it by.
docker run -d --name ends $IMAGE sh -c 'trap "exit 4" USR1; trap "exit 5" TERM; echo up; while :; do sleep 0.1; done'
until docker logs ends | grep -q up; do sleep 0.1; done
docker stop -s USR1 ends # differs in status, output, error: newer-docker
docker stop ends
docker inspect -f '{{.State.ExitCode}}' ends # differs in output: newer-docker
docker restart -s USR1 ends # differs in status, output, error: newer-docker
docker rm -f ends
