package dev.hako.network.egress;

import dev.hako.failure.Failure;
import dev.hako.network.port.TransportProtocol;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A port that is sent to: `443`, `53/udp`.
public record ServicePort(TransportProtocol protocol, int number) {
    private static final int HIGHEST = 0xffff;
    private static final Pattern NOTATION = Pattern.compile("([0-9]{1,5})(?:/(tcp|udp))?");

    public ServicePort {
        if (number < 1 || number > HIGHEST) {
            throw new IllegalArgumentException(number + " is no port");
        }
    }

    /// Reads `PORT` or `PORT/PROTOCOL`; without a protocol it is one of TCP.
    ///
    /// @throws Failure `INVALID` if it is none
    static ServicePort parse(String text) {
        Matcher parts = NOTATION.matcher(text.toLowerCase(Locale.ROOT));
        if (!parts.matches()) {
            throw invalid(text);
        }
        int number = Integer.parseInt(parts.group(1));
        if (number < 1 || number > HIGHEST) {
            throw invalid(text);
        }
        return new ServicePort(
                "udp".equals(parts.group(2)) ? TransportProtocol.UDP : TransportProtocol.TCP,
                number);
    }

    private static Failure invalid(String text) {
        return Failure.invalid("\"" + text + "\" is no port")
                .hint("write it as 443 or 53/udp, from 1 to " + HIGHEST);
    }

    @Override
    public String toString() {
        return number + (protocol == TransportProtocol.TCP ? "" : "/" + protocol);
    }
}
