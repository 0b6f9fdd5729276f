package dev.hako.engine.delivery;

import dev.hako.engine.config.SyslogOptions;
import dev.hako.engine.config.SyslogOptions.Format;
import dev.hako.engine.log.LogEntry;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/// An entry of a log as syslog is told it: RFC 3164, or RFC 5424.
///
/// @param tag what the container is called
/// @param host this machine's name
/// @param pid of whoever sends it
/// @param zone of the times that have none
record SyslogMessage(SyslogOptions options, String tag, String host, long pid, ZoneId zone)
        implements Message {
    private static final int INFO = 6;
    private static final int ERROR = 3;
    private static final int SEVERITIES = 8;
    private static final int LONGEST_APP_NAME = 48;
    private static final int LONGEST_MESSAGE_ID = 32;
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss", Locale.ENGLISH);
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssXXX");
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX");

    @Override
    public byte[] of(LogEntry entry, Optional<Piece> piece) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(head(entry).getBytes(StandardCharsets.UTF_8));
        message.writeBytes(entry.text());
        return message.toByteArray();
    }

    private String head(LogEntry entry) {
        int severity = entry.stream() == LogEntry.Stream.STDERR ? ERROR : INFO;
        String priority = "<" + (options.facility() * SEVERITIES + severity) + ">";
        ZonedDateTime time = entry.time().atZone(zone);
        return priority
                + switch (options.format()) {
                    case Format.STANDARD -> STAMP.format(time) + " " + source();
                    case Format.RFC3164 -> STAMP.format(time) + " " + host + " " + source();
                    case Format.RFC5424 -> head5424(SECONDS.format(time));
                    case Format.RFC5424MICRO -> head5424(MICROS.format(time));
                };
    }

    private String source() {
        return tag + "[" + pid + "]: ";
    }

    /// The tag stands for the program and for the kind of message, as Docker has it.
    private String head5424(String time) {
        String program = cut(tag, LONGEST_APP_NAME);
        String kind = cut(tag, LONGEST_MESSAGE_ID);
        return "1 " + time + " " + host + " " + program + " " + pid + " " + kind + " - ";
    }

    private static String cut(String text, int most) {
        String printable = text.replaceAll("[^!-~]", "_");
        return printable.substring(0, Math.min(most, printable.length()));
    }
}
