# Without containers.
podman pod create --infra=false --name shop
podman pod create --infra=false --name shop
podman pod create --infra=false --label tier=web
podman pod create --infra=false --replace
podman pod create --infra=false --replace --name shop
podman pod create --infra=false --name noted --pod-id-file id && cmp -n 64 id id
podman pod create --infra=false --name again --pod-id-file id
podman pod exists shop
podman pod exists none
podman pod ls -q --filter name=shop
podman pod ls --filter label=tier=web --format '{{.Status}} {{.NumberOfContainers}}'
podman pod ls --filter name=shop --format '{{.Name}} {{.Status}}'
podman pod ls --filter status=running --noheading
podman pod ls --filter status=nonsense
podman pod ls --filter nonsense=x
podman pod inspect -f '{{.Name}} {{.State}} {{.NumContainers}} {{.CreateInfra}}' shop
podman pod inspect none
podman pod stop shop
podman pod stop none
podman pod stop --ignore none
podman pod stop
podman pod kill shop
podman pod kill -s HUP shop
podman pod kill none
podman pod start none
podman pod start
podman pod rm none
podman pod rm --ignore none
podman pod rm --force none
podman pod rm shop
podman pod prune -f
podman pod rm
podman pod rm --all
podman pod ls --noheading
podman pod ls | sed 's|INFRA ID||' | tr -s ' '
podman pod create --name wide --label a=b
podman pod ls --format '{{.ID}} {{.Name}} {{.Labels}}' # differs in output: labels-as-pairs
podman pod ls --no-trunc --format '{{.ID}}'
podman pod ls --ctr-ids --format '{{.Name}}'
podman pod ls --format json | grep -c '"Name": *"wide"'
podman pod create --infra=false --share nonsense
podman pod create --infra=false --name 'bad name'
podman pod create --infra=false --network nonsense
podman pod create --shm-size nonsense
podman pod create --nonsense
podman pod nonsense
podman pod > /dev/null
podman pod rm -t 1 wide
podman pod rm wide
