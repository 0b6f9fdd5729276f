for each in attach commit container 'container prune' cp create diff events exec export info inspect kill logs pause port ps rename restart rm run start stats stop system 'system df' 'system prune' top unpause update version volume 'volume create' 'volume inspect' 'volume ls' 'volume prune' 'volume rm' wait; do docker $each --help | grep -c "^Usage:  [a-z]* $each"; done
docker --help | grep -c ^Usage:
docker help run | grep -c '^Usage:.* run .OPTIONS. IMAGE'
docker help nonsense # differs in status: help-topic
docker nonsense
docker --nonsense
docker run --nonsense
docker ps -z
docker > /dev/null 2>&1
docker --version | grep -c version
docker -v | grep -c version
docker version > /dev/null
docker version -f '{{.Client.Os}} {{.Server.Os}}'
docker version -f '{{.Nonsense' # differs in status: template-mistake
docker version nonsense
docker info > /dev/null
docker info -f '{{.OSType}} {{.NCPU}} {{.MemTotal}} {{.KernelVersion}}' # differs in status, output, error: own-info
docker info -f '{{.Nonsense}}' # differs in output: empty-line
docker info nonsense
docker container nonsense
docker volume nonsense
docker system nonsense

# Completion.
for shell in bash zsh fish; do docker completion $shell > script; echo $? $(test -s script && echo full); done
