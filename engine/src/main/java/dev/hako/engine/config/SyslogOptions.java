package dev.hako.engine.config;

import dev.hako.failure.Failure;
import java.util.List;
import java.util.Map;

/// How a container's output is told to syslog.
///
/// @param facility number of the kind of program, as RFC 5424, section 6.2.1, has it
public record SyslogOptions(SyslogAddress address, int facility, Format format) {
    static final String ADDRESS = "syslog-address";
    static final String FACILITY = "syslog-facility";
    static final String FORMAT = "syslog-format";

    /// Names of facilities, in the order of their numbers; 12 to 15 have none.
    private static final List<String> FACILITIES =
            List.of(
                    "kern",
                    "user",
                    "mail",
                    "daemon",
                    "auth",
                    "syslog",
                    "lpr",
                    "news",
                    "uucp",
                    "cron",
                    "authpriv",
                    "ftp",
                    "",
                    "",
                    "",
                    "",
                    "local0",
                    "local1",
                    "local2",
                    "local3",
                    "local4",
                    "local5",
                    "local6",
                    "local7");

    private static final String STANDARD_FACILITY = "daemon";

    /// What a message looks like.
    public enum Format {
        /// As programs talk to the syslog of their own machine: RFC 3164 without a host.
        STANDARD(""),
        RFC3164("rfc3164"),
        RFC5424("rfc5424"),
        RFC5424MICRO("rfc5424micro");

        private final String word;

        Format(String word) {
            this.word = word;
        }

        private static Format of(String word) {
            for (Format format : values()) {
                if (format.word.equals(word)) {
                    return format;
                }
            }
            throw Failure.invalid("unknown syslog format \"" + word + "\"")
                    .hint("there are rfc3164, rfc5424, rfc5424micro");
        }
    }

    static SyslogOptions of(Map<String, String> options) {
        return new SyslogOptions(
                SyslogAddress.parse(options.getOrDefault(ADDRESS, "")),
                facility(options.getOrDefault(FACILITY, STANDARD_FACILITY)),
                Format.of(options.getOrDefault(FORMAT, "")));
    }

    /// A name, or a number.
    private static int facility(String word) {
        int number = word.isEmpty() ? -1 : FACILITIES.indexOf(word);
        if (number < 0 && word.matches("\\d{1,2}")) {
            number = Integer.parseInt(word);
        }
        if (number < 0 || number >= FACILITIES.size()) {
            throw Failure.invalid("unknown syslog facility \"" + word + "\"")
                    .hint("such as daemon, user, local0, or a number up to 23");
        }
        return number;
    }
}
