# Starting again.
docker run -d --name fails --restart on-failure:2 $IMAGE sh -c 'echo x >> /count; exit 3'
until test "$(docker inspect -f '{{.RestartCount}} {{.State.Status}}' fails)" = '2 exited'; do sleep 0.1; done
docker diff fails
docker logs fails
docker inspect -f '{{.State.ExitCode}} {{.RestartCount}}' fails
docker run -d --name succeeds --restart on-failure $IMAGE true
docker wait succeeds
docker inspect -f '{{.RestartCount}} {{json .HostConfig.RestartPolicy}}' succeeds
docker run -d --name returns --restart always $IMAGE sh -c 'sleep 0.2; exit 4'
until test $(docker inspect -f '{{.RestartCount}}' returns) -gt 1; do sleep 0.1; done
docker stop -t 0 returns
docker inspect -f '{{.State.Status}} {{.State.Restarting}}' returns
docker run -d --name waits --restart always $IMAGE no-such-program
docker rm -f waits
docker run --rm --restart always $IMAGE true
docker run -d --restart nonsense $IMAGE true
docker run -d --restart on-failure:x $IMAGE true
docker run -d --restart always:3 $IMAGE true
docker run -d --restart on-failure:-1 $IMAGE true
docker rm -f fails succeeds returns

# Health.
docker run -d --name ill --health-cmd 'echo pulse; test -e /works' --health-interval 0.3s --health-retries 1 $IMAGE sleep 600
docker ps --format '{{.Names}} {{.Status}}'
until docker ps --filter health=unhealthy -q | grep -q .; do sleep 0.1; done
docker ps --format '{{.Names}} {{.Status}}'
docker inspect -f '{{.State.Health.Status}} {{(index .State.Health.Log 0).ExitCode}} {{(index .State.Health.Log 0).Output}}' ill
docker inspect -f '{{json .Config.Healthcheck}}' ill # differs in output: health-defaults
docker exec ill touch /works
until docker ps --filter health=healthy -q | grep -q .; do sleep 0.1; done
docker inspect -f '{{.State.Health.Status}} {{.State.Health.FailingStreak}}' ill
docker kill ill
docker inspect -f '{{.State.Health.Status}}' ill # differs in output: health-after-the-end
docker run -d --name unchecked --no-healthcheck $IMAGE sleep 600
docker inspect -f '{{json .Config.Healthcheck}}' unchecked # differs in output: health-defaults
docker ps --filter health=none --format '{{.Names}}'
docker run --rm --no-healthcheck --health-cmd true $IMAGE true
docker run --rm --health-interval nonsense $IMAGE true
docker run --rm --health-cmd true --health-interval 1us $IMAGE true
docker run --rm --health-cmd true --health-retries -1 $IMAGE true
docker rm -f ill unchecked

# An init.
docker run --rm --init $IMAGE sh -c 'test $$ -gt 1 && echo a child'
docker run --rm --init $IMAGE sh -c 'exit 7'
docker run -d --name reaped --init $IMAGE sh -c '(sleep 0.1 &) ; sleep 600'
docker exec reaped sh -c 'sleep 0.4; ps -o stat | grep -c Z'
docker stop -t 5 reaped
docker inspect -f '{{.State.ExitCode}} {{.HostConfig.Init}}' reaped
docker rm reaped
