docker run -d --name holds $IMAGE sleep 600
docker create --name still $IMAGE true
mkdir -p tree/sub && echo content > tree/sub/file && chmod 751 tree/sub/file && ln -s /no/where tree/link && ln tree/sub/file tree/second

# Into a container.
docker cp tree holds:/srv/new
docker exec holds find /srv/new | sort
docker exec holds stat -c '%a %u:%g' /srv/new/sub/file
docker exec holds sh -c 'readlink /srv/new/link; stat -c %h /srv/new/second'
docker cp tree holds:/srv/new
docker exec holds ls /srv/new
docker cp tree/. still:/srv
docker cp tree/sub/file holds:/srv/named
docker cp tree/sub/file holds:tmp
docker exec holds cat /srv/named /tmp/file
docker cp tree/sub/file holds:/missing/
docker cp tree holds:/missing/deep
docker cp tree holds:/etc/passwd
docker cp tree/sub/file/ holds:/tmp
docker cp missing holds:/tmp
docker cp tree missing:/tmp
docker cp holds:/etc still:/tmp
docker cp -q tree holds:/quiet # differs in status, error: newer-docker
docker cp tree elsewhere
docker cp tree
docker cp -L tree/link holds:/tmp
docker cp -a tree/sub/file holds:/tmp/archived
docker exec holds stat -c '%a %u:%g' /tmp/archived

# Out of one.
docker exec holds sh -c 'mkdir /out; echo x > /out/file; chown 12:13 /out/file; chmod 600 /out/file; ln -s /out/file /out/link'
docker cp holds:/out . && find out | sort && stat -c %a out/file && test $(stat -c %u out/file) = $(id -u)
docker cp holds:/out/. flat && ls flat
docker cp holds:/out/file renamed && cat renamed
docker cp holds:/out/link l1 && readlink l1
docker cp -L holds:/out/link l2 && cat l2
docker cp -a holds:/out/file kept && stat -c %a kept
test $(stat -c %u kept) = $(id -u) # differs in status: archive-owners
docker cp holds:/missing .
docker cp holds:/out missing/deep
docker cp holds:/out renamed
docker cp still:/srv/sub/file - | tar -xO

# As archives.
docker cp holds:/out - | tar --numeric-owner -tv | awk '{print $1, $2, $6, $7, $8}'
docker cp holds:/out/. - | tar -t # differs in output: archive-names
docker cp holds:/out/file - | tar -t
tar -c tree | docker cp - holds:/home
docker exec holds find /home | sort
tar -c --owner 5 --group 6 --numeric-owner tree | docker cp - holds:/tmp && docker exec holds stat -c %u:%g /tmp/tree/sub/file
tar -c --owner 5 --group 6 --numeric-owner tree | docker cp -a - holds:/tmp && docker exec holds stat -c %u:%g /tmp/tree/sub/file
tar -c tree | docker cp - holds:/etc/passwd
tar -c tree | docker cp - holds:/missing
echo no archive | docker cp - holds:/tmp
docker cp holds:/missing - | wc -c
docker cp - - < /dev/null

# What has changed.
docker create --name changed $IMAGE sh -c 'echo x >> /etc/passwd; mkdir /srv/d; echo y > /srv/d/f; rm /bin/yes; chmod 700 /home; rm -r /var; mkdir /var'
docker diff changed
docker start -a changed
docker diff changed | sort
docker container diff changed | sort
docker diff missing
docker diff
docker export changed | tar -t | grep -E '^(srv|home)/' | sort
docker export changed | tar -t | grep -E '^etc/' | sort # differs in output: network-files
docker export -o archive.tar changed
docker export missing
docker rm -f holds still changed
