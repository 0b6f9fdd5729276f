# Containers that share.
podman pod create --name shop --hostname bench --add-host db:10.0.0.7 --share net,ipc,uts --shm-size 2m
podman create --pod shop --name first $IMAGE sleep 600
podman pod ls --filter name=shop --format '{{.Name}} {{.Status}}'
podman pod start shop
podman pod ls --filter name=shop --format '{{.Name}} {{.Status}}'
podman exec first hostname
podman exec first df -k /dev/shm | tail -1 | tr -s ' ' | cut -d' ' -f2
podman run --rm --pod shop $IMAGE sh -c 'echo apples > /dev/shm/basket; hostname; ls /sys/class/net'
podman exec first cat /dev/shm/basket
podman run --rm --pod shop --hostname other $IMAGE true
podman run --rm --pod missing $IMAGE true
podman run -d --pod shop --name second $IMAGE sleep 600
podman run --pod shop --name third $IMAGE sh -c 'exit 3'
podman ps --pod --filter pod=shop --format '{{.Names}} {{.PodName}}' | grep -v infra | sort
podman ps --filter pod=missing --format '{{.Names}}'
podman ps -a --filter pod=shop --format '{{.Names}} {{.Status}}' | grep -v infra | cut -d' ' -f1,2 | sort
podman pod inspect -f '{{.State}}' shop
podman pod inspect -f '{{.NumContainers}}' shop # differs in output: no-infra
podman pod inspect -f '{{.Hostname}} {{.Name}} {{.CreateInfra}}' shop # differs in output: no-infra
podman pod inspect -f '{{.SharedNamespaces}}' shop | tr -d '[]' | tr ' ' '\n' | sort
podman pod ls --ctr-names --format '{{.Name}}'
podman rm third
podman pod pause shop
podman pod ls --format '{{.Name}} {{.Status}}'
podman pod unpause shop
podman pod ls --format '{{.Name}} {{.Status}}'
podman pod kill -s USR1 shop
podman pod rm shop
podman pod kill shop
podman pod restart shop
podman pod ls --format '{{.Name}} {{.Status}}'
podman pod stop -t 0 shop
podman pod ls --format '{{.Name}} {{.Status}}'
podman pod stop -t 0 shop
podman pod start shop
podman pod kill shop
podman pod ls --format '{{.Name}} {{.Status}}'
podman rm first
podman pod prune -f
podman pod exists shop
podman ps -aq

# All of them.
podman pod create --name one
podman pod create --name two
podman run -d --pod one --name in-one $IMAGE sleep 600
podman pod start --all | wc -l
podman pod pause --all | wc -l
podman pod unpause --all | wc -l
podman pod stop --all -t 0 | wc -l
podman pod restart --all | wc -l
podman pod kill --all | wc -l
podman pod rm -t 0 --force --all | wc -l
podman run -d --pod new:fresh --name in-fresh $IMAGE sleep 600
podman pod ls --format '{{.Name}} {{.Status}}'
podman pod rm -f -t 0 fresh

# Processes, too.
podman pod create --name lab --share +pid
podman run -d --pod lab --name seen $IMAGE sleep 500
podman run --rm --pod lab $IMAGE ps -o args | grep -c 'sleep 500'
podman pod rm -f -t 0 lab
