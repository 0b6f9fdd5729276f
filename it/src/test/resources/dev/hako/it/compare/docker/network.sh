# For root only: an ordinary user has no networks of his own yet.

# Made and refused.
docker network create fruit
docker network create fruit
docker network create --label a=b --subnet 10.5.0.0/16 --ip-range 10.5.1.0/24 --gateway 10.5.0.254 --internal -o com.docker.network.driver.mtu=1400 plan
docker network create --ipv6 --subnet fd00:5::/64 --subnet 10.6.0.0/24 --gateway fd00:5::1 --gateway 10.6.0.1 both
docker network create --subnet 10.5.3.0/24 part
docker network create --subnet nonsense never # differs in status: checked-early
docker network create -d nonsense never # differs in status: checked-early
docker network create --scope swarm never # differs in status: checked-early
docker network create host
docker network create bridge
docker network create --gateway 10.9.0.1 never
docker network create --subnet 10.7.0.0/24 --gateway 10.9.0.1 never
docker network create --subnet 10.7.0.0/24 --ip-range 10.9.0.0/24 never
docker network create
docker network create one two
docker network create x # differs in status, output, error: network-words
docker network create -o nonsense=1 strange # differs in status, output, error: network-words

# Shown.
docker network ls -f type=custom -f name=fruit
docker network ls -q -f name=fruit
docker network ls -q --no-trunc -f name=fruit
docker network ls -f driver=bridge -f name=plan --format '{{.ID}} {{.Name}} {{.Driver}} {{.Scope}} {{.IPv6}} {{.Internal}} {{.Labels}} {{.Label "a"}}'
docker network ls -f name=plan --format '{{json .}}'
docker network ls -f name=both --format 'table {{.Name}}\t{{.IPv6}}'
docker network ls -f type=builtin -f name=o --format '{{.Name}} {{.Driver}}'
docker network ls -f type=nonsense
docker network ls -f dangling=true -f name=fruit -q
docker network ls -f dangling=nonsense
docker network ls -f label=a=c -q
docker network ls -f scope=swarm -q
docker network ls -f nonsense=1
docker network list -q -f name=fruit
docker network inspect plan
docker network inspect both
docker network inspect host none -f '{{.Name}} {{.Driver}} {{.Scope}} {{.Internal}} {{.EnableIPv6}} {{json .Labels}} {{json .Options}} {{json .Containers}} {{json .IPAM.Config}}'
docker network inspect -v -f '{{.Name}}' plan
docker network inspect missing plan -f '{{.Name}}'
docker network inspect
docker inspect --type network -f '{{.Name}} {{.Driver}}' plan
docker inspect -f '{{.Name}} {{.Driver}}' plan
docker network
docker network nonsense

# Connected.
docker run -d --name one --network fruit --network-alias apple --hostname h $IMAGE sleep 600
docker run -d --name two --network plan --ip 10.5.1.9 --mac-address 02:00:00:00:00:07 --dns 192.0.2.1 --dns-search example.org --dns-option ndots:3 --add-host foo:1.2.3.4 $IMAGE sleep 600
docker run -d --name three --network both --ip6 fd00:5::77 $IMAGE sleep 600
docker run -d --name late --network plan --ip 10.5.1.9 $IMAGE sleep 600
docker run -d --name wrong --network plan --ip 10.99.1.9 $IMAGE sleep 600
docker run --rm --network missing $IMAGE true
docker run --rm --network fruit --ip nonsense $IMAGE true
docker run --rm --network fruit --mac-address nonsense $IMAGE true
docker network inspect -f '{{range .Containers}}{{.Name}} {{.EndpointID}} {{.MacAddress}} {{.IPv4Address}} {{.IPv6Address}}{{end}}' plan
docker network inspect -f '{{range .Containers}}{{.Name}} {{.IPv4Address}} {{.IPv6Address}}{{end}}' both
docker inspect -f '{{with .NetworkSettings.Networks.plan}}{{.NetworkID}} {{.EndpointID}} {{.Gateway}} {{.IPAddress}} {{.IPPrefixLen}} {{.IPv6Gateway}} {{.GlobalIPv6Address}} {{.GlobalIPv6PrefixLen}} {{.MacAddress}} {{.IPAMConfig.IPv4Address}}{{end}}' two
docker inspect -f '{{with .NetworkSettings.Networks.both}}{{.Gateway}} {{.IPAddress}} {{.IPPrefixLen}} {{.IPv6Gateway}} {{.GlobalIPv6Address}} {{.GlobalIPv6PrefixLen}} {{.IPAMConfig.IPv6Address}}{{end}}' three
docker inspect -f '{{.NetworkSettings.IPAddress}}|{{.NetworkSettings.Gateway}}|{{.NetworkSettings.MacAddress}}|{{json .NetworkSettings.Ports}}' two
docker inspect -f '{{.HostConfig.NetworkMode}} {{json .HostConfig.Dns}} {{json .HostConfig.DnsSearch}} {{json .HostConfig.DnsOptions}} {{json .HostConfig.ExtraHosts}} {{.Config.Hostname}}' two
docker inspect -f '{{.HostConfig.NetworkMode}} {{.Config.Hostname}}' one
docker exec one ip route | sed 's/172[.0-9]*/<address>/g'
docker exec two ip address show eth0 | grep -cE 'inet 10.5.1.9/16|02:00:00:00:00:07|mtu 1400'
docker exec three ip -6 route show default | cut -d' ' -f1-5
docker exec two grep foo /etc/hosts
docker ps --filter network=fruit --format '{{.Names}} {{.Networks}}'
docker ps --filter network=missing -q
docker network rm fruit
docker network rm missing
docker network rm host
docker network prune -f --filter until=24h
docker network prune -f --filter nonsense=1
echo n | docker network prune
docker stop -t 0 one
docker inspect -f '{{.NetworkSettings.Networks.fruit.IPAddress}}|{{.NetworkSettings.Networks.fruit.EndpointID}}' one
docker network rm fruit missing
docker start one
docker ps -a --filter name=one --format '{{.Names}} {{.Networks}}'
docker rm -f one two three late wrong
docker events --since 1h --until 0s --filter type=network --filter network=plan --filter event=create --format '{{.Action}} {{.Actor.Attributes.name}} {{.Actor.Attributes.type}}'
docker network rm plan x strange # differs in status, output, error: network-words
docker network prune -f
