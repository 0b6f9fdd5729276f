# Drivers and their options.
docker run --rm --log-driver nonsense $IMAGE true
docker run --rm --log-opt nonsense=1 $IMAGE true
docker run --rm --log-driver json-file --log-opt max-size=10k --log-opt max-file=2 $IMAGE echo kept
docker run --rm --log-opt max-size=nonsense $IMAGE true
docker run --rm --log-opt max-file=0 --log-opt max-size=1k $IMAGE true
docker run --rm --log-opt max-file=nonsense $IMAGE true
docker run --name local --log-driver local --log-opt max-size=20k --log-opt max-file=2 --log-opt compress=false $IMAGE sh -c 'echo out; echo err >&2'
docker logs local
docker inspect -f '{{.HostConfig.LogConfig.Type}} {{index .HostConfig.LogConfig.Config "max-size"}}' local
docker rm local
docker run --rm --log-driver local --log-opt nonsense=1 $IMAGE true
docker run --rm --log-driver local --log-opt compress=nonsense $IMAGE true
docker run --rm --log-opt compress=true --log-opt max-size=20k --log-opt max-file=2 $IMAGE true
docker run --name silent --log-driver none $IMAGE echo heard
docker logs silent
docker inspect -f '{{json .HostConfig.LogConfig}}' silent
docker rm silent
docker run --rm --log-driver none --log-opt nonsense=1 $IMAGE true

# To a syslog.
printf 'import os, socket, sys\ns = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)\ns.settimeout(20)\ns.bind("socket")\nprint("\\n".join(sorted(s.recv(4096).decode().strip() for _ in range(int(sys.argv[1])))))\nos.unlink("socket")\n' > receive
listens() { python3 receive "$1" > heard & until test -S socket; do sleep 0.05; done; }; listens 2; docker run --rm --name tells --log-driver syslog --log-opt syslog-address=unixgram://$PWD/socket --log-opt tag=T $IMAGE sh -c 'echo out; echo err >&2'; wait
sed -E 's/^(<[0-9]+>)[A-Z][a-z]{2} [ 0-9:]+/\1WHEN /; s/\[[0-9]+\]/[N]/; s/ [^ ]+ T/ HOST T/' heard
listens() { python3 receive "$1" > heard & until test -S socket; do sleep 0.05; done; }; listens 1; docker run --rm --name tells --log-driver syslog --log-opt syslog-address=unixgram://$PWD/socket --log-opt tag='{{.Name}}/{{.ID}}' --log-opt syslog-facility=local3 --log-opt syslog-format=rfc5424 $IMAGE echo hi; wait
sed -E 's/^(<[0-9]+>1) [^ ]+ [^ ]+/\1 WHEN HOST/; s/ [0-9]+ / N /; s/[0-9a-f]{12}/ID/g' heard
listens() { python3 receive "$1" > heard & until test -S socket; do sleep 0.05; done; }; listens 1; docker run --rm --name tells --log-driver syslog --log-opt syslog-address=unixgram://$PWD/socket --log-opt tag='{{.ImageName}}' --log-opt syslog-facility=7 --log-opt syslog-format=rfc5424micro $IMAGE echo hi; wait
grep -cE '^<62>1 [0-9-]+T[0-9:]+\.[0-9]{6}' heard
docker run --rm --log-driver syslog --log-opt syslog-address=unixgram:///nowhere $IMAGE true # differs in status: missing-syslog
docker run --rm --log-driver syslog --log-opt syslog-address=nonsense://x $IMAGE true
docker run --rm --log-driver syslog --log-opt syslog-facility=nonsense $IMAGE true
docker run --rm --log-driver syslog --log-opt syslog-format=nonsense $IMAGE true
docker run --rm --log-driver syslog --log-opt nonsense=1 $IMAGE true
docker create --name tells --log-driver syslog --log-opt tag='{{.Nonsense}}' --log-opt syslog-address=unixgram://$PWD/socket $IMAGE true
docker start tells
docker rm tells
