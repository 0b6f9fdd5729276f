docker run --name worked $IMAGE sh -c 'echo new > /srv/made'
docker commit worked $TARGET
docker commit -m message -a author -c 'CMD ["cat", "/srv/made"]' -c 'ENV A=b' worked $TARGET
docker commit --change 'RUN true' worked $TARGET # differs in status: checked-early
docker commit --change 'NONSENSE' worked $TARGET # differs in status: checked-early
docker commit missing $TARGET
docker commit
docker container commit worked $TARGET
docker rm worked
docker run -d --name working $IMAGE sleep 600
docker commit -p working $TARGET
docker commit --pause=false working $TARGET
docker inspect -f '{{.State.Status}}' working
docker rm -f working
