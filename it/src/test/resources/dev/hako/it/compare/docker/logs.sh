docker run --name talker $IMAGE sh -c 'for i in 1 2 3; do echo out $i; done; echo err >&2; printf "no end"'
docker logs talker
docker logs talker 2>/dev/null
docker logs --tail 1 talker
docker logs -n 0 talker
docker logs --tail all talker 2>&1 | wc -l
docker logs --tail nonsense talker # differs in status, output: checked-early
docker logs -t talker
docker logs --since 1h talker
docker logs --since 2100-01-01 talker
docker logs --until 2001-01-01T00:00:00Z talker
docker logs --since nonsense talker
docker logs -f talker
docker logs --details talker
docker logs
docker logs missing
docker rm talker
docker run -d --name slow $IMAGE sh -c 'echo one; sleep 0.5; echo two; exit 3'
docker logs --follow slow
docker rm slow

# Attaching.
docker run -d -i --name listens $IMAGE sh -c 'read line; echo "got $line"; exit 5'
echo word | docker attach listens > answer
docker logs listens
docker attach listens
docker attach missing
docker rm listens
docker run -d --name deaf $IMAGE sh -c 'sleep 0.3; echo later'
docker attach --no-stdin deaf
docker rm deaf
docker create -i --name begins $IMAGE cat
echo hello | docker start -ai begins
docker rm begins
docker run -a stdout --rm $IMAGE sh -c 'echo out; echo err >&2'
docker run -a stderr --rm $IMAGE sh -c 'echo out; echo err >&2'
