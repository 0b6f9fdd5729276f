package dev.hako.compare.measure;

import dev.hako.compare.figure.Samples;
import dev.hako.compare.figure.Unit;
import dev.hako.compare.subject.Field;
import dev.hako.compare.subject.HostPrograms;
import dev.hako.compare.subject.Subject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Servers of this machine, each in one container with a client that asks it by loopback, twenty
/// requests at once: redis with redis-benchmark, nginx with ab.
final class Servers {
    private static final double MICROS = 1e6;
    private static final Pattern RATE = Pattern.compile("([A-Z]{3,8}) ([0-9]{1,9}\\.?[0-9]{0,9})");

    /// What both need: a shell's programs, and a user that nginx looks for.
    private static final String HEAD =
            """
            PATH=/usr/sbin:/usr/bin:/sbin:/bin
            mkdir -p /tmp/served /etc && cd /tmp/served || exit 1
            [ -f /etc/passwd ] || echo root:x:0:0:root:/:/bin/sh >/etc/passwd
            [ -f /etc/group ] || echo root:x:0: >/etc/group
            """;

    private static final String REDIS =
            """
            redis-server --port 6399 --bind 127.0.0.1 --save '' --appendonly no --maxclients 100 \
              --dir /tmp/served --logfile /tmp/served/log --daemonize yes >/dev/null || exit 1
            i=0
            until redis-cli -p 6399 ping >/dev/null 2>&1; do
              i=$((i + 1)); [ $i -lt 200 ] || { tail -n 1 log; exit 1; }; sleep 0.02
            done
            i=0
            while [ $i -lt SAMPLES ]; do
              redis-benchmark -p 6399 -c 20 -n REQUESTS -t set,get --csv 2>/dev/null \
                | sed -n 's/^"\\([A-Z]*\\)","\\([0-9.]*\\)".*/\\1 \\2/p'
              i=$((i + 1))
            done
            """;

    private static final String NGINX =
            """
            head -c 1024 /dev/zero | tr '\\0' x >page
            cat >conf <<'END'
            user root root; worker_processes 1; pid /tmp/served/pid; error_log /tmp/served/log;
            events { worker_connections 256; }
            http {
              access_log off; client_body_temp_path /tmp/served/a; proxy_temp_path /tmp/served/b;
              fastcgi_temp_path /tmp/served/c; uwsgi_temp_path /tmp/served/d; scgi_temp_path /tmp/served/e;
              server { listen 127.0.0.1:8099; root /tmp/served; }
            }
            END
            nginx -e /tmp/served/log -c /tmp/served/conf || { tail -n 1 log; exit 1; }
            i=0
            while [ $i -lt SAMPLES ]; do
              ab -q -k -c 20 -n REQUESTS http://127.0.0.1:8099/page 2>&1 \
                | sed -n 's/^Requests per second: *\\([0-9.]*\\).*/GET \\1/p'
              i=$((i + 1))
            done
            """;

    private final Thoroughness how;
    private final Sink sink;

    Servers(Thoroughness how, Sink sink) {
        this.how = how;
        this.sink = sink;
    }

    void measure(Field field) {
        measure(field, "redis", REDIS, List.of("redis-server", "redis-cli", "redis-benchmark"));
        measure(field, "nginx", NGINX, List.of("nginx", "ab"));
    }

    private void measure(Field field, String server, String script, List<String> programs) {
        for (String program : programs) {
            if (HostPrograms.find(program).isEmpty()) {
                String why = program + " is not installed below /usr";
                sink.missing(new Field.Gap("all", server, why));
                return;
            }
        }
        List<String> words = List.of("/bin/sh", "-c", HEAD + filled(script));
        Map<String, Map<String, List<Double>>> micros = new LinkedHashMap<>();
        for (int round = 0; round < how.rounds(3, 1); round++) {
            for (Subject subject : field.subjects()) {
                Optional<String> trouble = round(server, subject, words, micros);
                if (trouble.isPresent() && round == 0) {
                    sink.missing(new Field.Gap(subject.name(), server, trouble.get()));
                }
            }
        }
        micros.forEach((what, each) ->
                each.forEach((subject, values) -> sink.found(finding(what, subject, values))));
    }

    private String filled(String script) {
        return script.replace("SAMPLES", String.valueOf(how.rounds(7, 3)))
                .replace("REQUESTS", String.valueOf(how.rounds(20_000, 5_000)));
    }

    /// One container of one subject; answers why there are no figures of it.
    private Optional<String> round(
            String server,
            Subject subject,
            List<String> words,
            Map<String, Map<String, List<Double>>> micros) {
        if (how.isOver()) {
            return Optional.of(Allowance.LATE);
        }
        sink.progress(server + ", " + subject.name());
        try {
            String output = subject.run(words).output();
            Matcher rates = RATE.matcher(output);
            boolean any = false;
            while (rates.find()) {
                any = true;
                micros.computeIfAbsent(server + " " + rates.group(1), _ -> new LinkedHashMap<>())
                        .computeIfAbsent(subject.name(), _ -> new ArrayList<>())
                        .add(MICROS / Math.max(Double.parseDouble(rates.group(2)), 1));
            }
            return any ? Optional.empty() : Optional.of("it said \"" + output.strip() + "\"");
        } catch (RuntimeException e) {
            return Optional.of(Field.firstLine(e));
        }
    }

    private static Finding finding(String what, String subject, List<Double> values) {
        Samples samples = Samples.of(values.stream().mapToDouble(Double::doubleValue));
        return new Finding(Group.SERVERS, what + ", a request", Unit.TIME, subject, samples);
    }
}
