docker run -d --name polite $IMAGE sh -c 'trap "exit 7" TERM; echo up; while :; do sleep 0.1; done'
docker run -d --name hard $IMAGE sleep 600
docker run -d --name other --stop-signal USR1 $IMAGE sh -c 'trap "exit 8" USR1; echo up; while :; do sleep 0.1; done'
until docker logs other | grep -q up && docker logs polite | grep -q up; do sleep 0.1; done
docker stop polite other
docker inspect -f '{{.State.ExitCode}} {{.State.Status}}' polite other
docker stop polite
docker stop -t 0 hard
docker inspect -f '{{.State.ExitCode}}' hard
docker stop
docker stop missing
docker stop missing polite
docker stop --time nonsense polite
docker start polite hard
docker stop --time 0 polite hard
docker rm -f polite hard other

# Signals.
docker run -d --name tough $IMAGE sh -c 'trap "echo told" HUP; echo up; while :; do sleep 0.1; done'
until docker logs tough | grep -q up; do sleep 0.1; done
docker kill -s HUP tough
until docker logs tough | grep -q told; do sleep 0.1; done
docker kill --signal SIGHUP tough
docker kill --signal 1 tough
docker kill --signal NONSENSE tough
docker kill --signal 99 tough
docker inspect -f '{{.State.Running}}' tough
docker kill tough
docker kill tough
docker kill missing
docker wait tough
docker rm tough

# Waiting.
docker run -d --name first $IMAGE sh -c 'exit 4'
docker run -d --name second $IMAGE sh -c 'sleep 0.3; exit 5'
docker wait first second
docker wait first missing
docker wait
docker run -d --rm --name gone $IMAGE sh -c 'trap "exit 6" TERM; echo up; while :; do sleep 0.1; done'
until docker logs gone | grep -q up; do sleep 0.1; done
(sleep 1; docker kill -s TERM gone) > /dev/null & docker wait gone
while docker inspect gone > /dev/null 2>&1; do sleep 0.1; done
docker wait gone
docker rm first second

# Removing.
docker run -d --name busy $IMAGE sleep 600
docker rm busy
docker rm
docker rm -f missing
docker rm missing
docker rm -f missing busy
docker create --name still $IMAGE true
docker rm still missing
