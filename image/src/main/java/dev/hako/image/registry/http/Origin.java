package dev.hako.image.registry.http;

import java.net.URI;
import java.util.Locale;

/// Who is talked to: scheme, host and port (RFC 6454). What is meant for one is for no other.
public record Origin(String scheme, String host, int port) {
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    /// The origin of an absolute HTTP address.
    public static Origin of(URI uri) {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        int standard = scheme.equals("https") ? HTTPS_PORT : HTTP_PORT;
        String host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
        return new Origin(scheme, host, uri.getPort() < 0 ? standard : uri.getPort());
    }

    /// Whether others can read what is sent there.
    public boolean isPlain() {
        return !scheme.equals("https");
    }

    /// Host and port as configurations name a registry: `host`, or `host:5000`.
    public String authority() {
        boolean standard = port == (isPlain() ? HTTP_PORT : HTTPS_PORT);
        return standard ? host : host + ":" + port;
    }
}
