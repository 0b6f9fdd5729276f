# The exit code is the program's, or the engine's own.
docker run --rm $IMAGE sh -c 'echo out; echo err >&2; exit 42'
docker run --rm $IMAGE sh -c 'kill -TERM $$'
docker run --rm $IMAGE no-such-program
docker run --rm $IMAGE /etc/passwd
docker run --rm --no-such-option $IMAGE true
docker run
docker run $IMAGE
docker run --rm --memory nonsense $IMAGE true
docker run --rm -m 1k $IMAGE true
docker run --rm -u nobody-known $IMAGE true
docker run --rm --env-file missing $IMAGE true
docker run --rm --cap-add NONSENSE $IMAGE true
docker run --rm --ulimit nofile=200:100 $IMAGE true
docker run --rm --network nonsense $IMAGE true
docker run --rm --device /dev/missing $IMAGE true # differs in status: missing-device
docker run --rm -it $IMAGE true < /dev/null # differs in status: no-terminal

# Input, variables, users and directories.
echo input | docker run --rm -i $IMAGE cat
echo input | docker run --rm $IMAGE cat
printf 'A=1\n# comment\nB=x y\n' > variables
docker run --rm -e WHO=me -e HOME -w /srv/new -u user --env-file variables $IMAGE sh -c 'echo $WHO $PWD $A $B; id'
docker run --rm -u 5:6 --group-add 7 $IMAGE id
docker run --rm --hostname named $IMAGE sh -c 'hostname; env | sort'
docker run --rm --entrypoint /bin/echo $IMAGE from the entrypoint
docker run --rm -t $IMAGE sh -c 'test -t 0 && test -t 1 && stty size'

# Walls and limits, as the program sees them.
docker run --rm $IMAGE sh -c 'grep -E "Cap|Seccomp:|NoNew" /proc/self/status; ls -l /dev | grep -v core | cut -c1-10,58-; ls /sys/class/net'
docker run --rm --cap-drop ALL --cap-add CHOWN --security-opt no-new-privileges $IMAGE grep -E 'Cap|NoNewPrivs' /proc/self/status
docker run --rm --read-only $IMAGE touch /file
docker run --rm --ulimit nofile=100:200 --shm-size 1m --sysctl kernel.shm_rmid_forced=1 --oom-score-adj 500 $IMAGE sh -c 'ulimit -Sn; ulimit -Hn; df -k /dev/shm; cat /proc/sys/kernel/shm_rmid_forced /proc/self/oom_score_adj'
docker run --rm --device /dev/null:/dev/nothing:r $IMAGE sh -c 'ls -l /dev/nothing | cut -c1-10' # a user's differs in status, output, error: renamed-devices
docker run --rm --network none --uts host --ipc host $IMAGE ls /sys/class/net
docker run --rm --pid host $IMAGE sh -c 'test $$ -gt 5'

# Names and ids.
docker run -d --name a-name $IMAGE sleep 600
docker run -d --name a-name $IMAGE sleep 600
docker run -d --name 'bad name' $IMAGE sleep 600
docker run -d --name x $IMAGE sleep 600
docker run -d --cidfile id $IMAGE true
test $(wc -c < id) = 64
docker run -d --cidfile id $IMAGE true
docker rm -f a-name $(cat id)
