docker run --name ended -l k=v $IMAGE sh -c 'echo x > /file'
docker create --name unstarted $IMAGE true
docker run -d --name runs $IMAGE sleep 600
echo n | docker container prune # differs in output: newer-docker
docker container prune -f --filter label=other
docker container prune -f --filter until=1h
docker container prune -f --filter nonsense=1
docker container prune -f --filter label=k
echo y | docker container prune
docker container prune --force
docker ps -a --format '{{.Names}}'
docker volume create unused
docker run --rm -v used:/u $IMAGE true
docker create --name user-of-it -v used:/u -v /anon $IMAGE true
echo n | docker volume prune # differs in output: newer-docker
docker volume prune -f --filter label=k
docker volume prune -f --filter nonsense=1
docker rm user-of-it
docker volume prune -f --filter label!=k # differs in output: newer-docker
docker volume rm -f used unused
docker volume prune -af # differs in status, output, error: newer-docker
docker volume ls -q

# All of it.
docker system df # differs in output: no-images
docker system df --format '{{.Type}} {{.TotalCount}} {{.Active}}' | grep -v Images
docker system df -v | grep -vE '^imported|^made|<none>'
docker system df nonsense
docker create --name last $IMAGE true
echo n | docker system prune # differs in output: no-images
docker system prune -f --volumes --filter until=1h
docker system prune -f | grep -A1 Containers
docker system prune -f --filter nonsense=1
docker system prune -f --filter until=nonsense
docker system prune -fa --volumes --filter until=1h
docker ps -aq | wc -l
docker system
docker container
docker rm -f runs
