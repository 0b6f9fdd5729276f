# Waits for the end of the program that started it, and clears up after it if it had no time to: it was killed.
#
#   sh guard.sh GROUP FOLDER…
#
# GROUP begins the names of its control groups, which all its containers are in; the folders are all it has made on disk.
# A line `done` on standard input says that there is nothing to clear up. Every other line is a command for the end, the
# newest first.
trap '' HUP INT TERM
group=$1
shift
undo=
while IFS= read -r line; do
    if [ "$line" = done ]; then exit 0; fi
    undo="$line
$undo"
done
eval "$undo" >/dev/null 2>&1
tries=0
while [ $tries -lt 100 ]; do
    groups=$(find /sys/fs/cgroup -depth -type d -path "*/$group*" 2>/dev/null)
    if [ -z "$groups" ]; then break; fi
    for each in $groups; do
        while read -r pid; do kill -9 "$pid"; done <"$each/cgroup.procs"
        rmdir "$each"
    done 2>/dev/null
    tries=$((tries + 1))
    sleep 0.1
done
rm -rf "$@"
