# Processes.
docker run -d --name watched $IMAGE sleep 600
docker top watched | head -1
docker top watched | wc -l
docker top watched -eo pid,args | sed "s/[0-9][0-9]* /N /"
docker top watched -o pid | tr -d 0-9
docker top watched aux | head -1
docker top watched nonsense
docker top missing
docker top

# What they use.
docker stats --no-stream # a user's differs in output: not-delegated
docker stats --no-stream watched # a user's differs in output: not-delegated
docker stats --no-stream --format '{{json .}}' watched # differs in output: stats-container
docker stats --no-stream --format '{{.Name}} {{.ID}} {{.CPUPerc}} {{.MemUsage}} {{.MemPerc}} {{.NetIO}} {{.PIDs}}' watched
docker stats --no-stream --format 'table {{.Name}}\t{{.PIDs}}' watched
docker stats --no-stream --format '{{.Nonsense}}' watched
docker stats --no-stream missing
docker kill watched
docker stats --no-stream
docker top watched
docker rm watched

# Ports.
docker run -d --name portless $IMAGE sleep 600
docker port portless
docker port portless 80
docker port portless 80/tcp
docker port portless nonsense
docker port missing
docker port
docker rm -f portless
