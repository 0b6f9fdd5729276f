date +%s > since
docker run --name lived -l k=v $IMAGE sh -c 'exit 3'
docker start lived
docker wait lived
docker rename lived renamed
docker rm renamed
docker run -d --name acted $IMAGE sleep 600
docker pause acted
docker unpause acted
docker update --pids-limit 40 acted
docker exec acted true
docker exec acted sh -c 'exit 2'
docker restart -t 0 acted
docker kill -s USR1 acted
docker cp acted:/etc/passwd - > /dev/null
docker top acted > /dev/null
docker stop -t 0 acted
docker rm acted
docker volume create --label k=v remembered
docker run --rm -v remembered:/v $IMAGE true
docker volume rm remembered
sleep 1; date +%s > until
docker events --since $(cat since) --until $(cat until) --filter container=lived --format '{{.Type}} {{.Action}}'
docker events --since $(cat since) --until $(cat until) --filter container=renamed --format '{{.Type}} {{.Action}}'
docker events --since $(cat since) --until $(cat until) --filter container=acted --format '{{.Action}}' # differs in output: looking-events
docker events --since $(cat since) --until $(cat until) --filter container=acted --format '{{.Action}}' | grep -vE 'archive-path|top'
docker events --since $(cat since) --until $(cat until) --filter type=volume --format '{{.Type}} {{.Action}}' # differs in output: volume-events
docker events --since $(cat since) --until $(cat until) --filter type=volume --filter event=mount --filter event=unmount --format '{{.Action}} {{.Actor.ID}} {{.Actor.Attributes.destination}} {{.Actor.Attributes.driver}} {{index .Actor.Attributes "read/write"}}'
docker events --since $(cat since) --until $(cat until) --filter type=volume --filter event=create --filter event=destroy --format '{{.Type}} {{.Action}} {{.Actor.ID}} {{.Actor.Attributes.driver}}' | uniq
docker events --since $(cat since) --until $(cat until) --filter event=die --filter container=lived --filter container=acted --format '{{.Actor.Attributes.exitCode}} {{.Actor.Attributes.name}} {{.Actor.Attributes.image}}'
docker events --since $(cat since) --until $(cat until) --filter event=exec_die --format '{{.Actor.Attributes.exitCode}}'
docker events --since $(cat since) --until $(cat until) --filter event=kill --filter container=acted --format '{{.Actor.Attributes.signal}}'
docker events --since $(cat since) --until $(cat until) --filter event=rename --format '{{.Actor.Attributes.oldName}} {{.Actor.Attributes.name}}'
docker events --since $(cat since) --until $(cat until) --filter label=k=v --format '{{.Action}}'
docker events --since $(cat since) --until $(cat until) --filter image=$IMAGE --filter event=create --format '{{.Status}} {{.From}} {{.ID}} {{.Scope}}'
docker events --since $(cat since) --until $(cat until) --filter container=lived --filter event=start
docker events --since $(cat since) --until $(cat until) --filter container=lived --filter event=create --format '{{json .}}'
docker events --since $(cat since) --until $(cat until) --filter event=nonsense
docker events --since $(cat since) --until $(cat until) --filter nonsense=x # differs in status, output, error: unknown-filters
docker events --since nonsense --until 0s
docker events --since 1h --until nonsense
docker events --until 0s --filter nonsense
docker events --until 0s nonsense
