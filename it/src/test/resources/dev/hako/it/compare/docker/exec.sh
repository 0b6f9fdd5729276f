docker run -d --name into -e A=b -w /srv $IMAGE sleep 600
docker exec into sh -c 'echo out; echo err >&2; exit 9'
docker exec into no-such-program # differs in status, output, error: exec-failures
docker exec into /etc/passwd # differs in output, error: exec-failures
docker exec into sh -c 'kill -KILL $$'
docker exec into sh -c 'echo $A $PWD $HOME'
docker exec -e A=c -w /tmp -u user into sh -c 'echo $A $PWD $HOME; id'
docker exec -u 12:13 into id
docker exec -u nobody-known into true # differs in output, error: exec-failures
docker exec -w /missing into pwd # differs in output, error: exec-failures
echo input | docker exec -i into cat
echo input | docker exec into cat
docker exec -t into sh -c 'test -t 1 && echo terminal'
docker exec -it into true < /dev/null
docker exec -d into touch /tmp/detached
until docker exec into ls /tmp/detached; do sleep 0.1; done
docker exec -d into no-such-program # differs in status: exec-failures
docker exec into grep -E 'Cap|Seccomp:' /proc/self/status
docker exec --env-file missing into true
docker exec into
docker exec missing true
docker kill into
docker exec into true
docker rm into
