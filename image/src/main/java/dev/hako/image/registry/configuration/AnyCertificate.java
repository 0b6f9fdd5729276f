package dev.hako.image.registry.configuration;

import java.net.Socket;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/// Trusts whoever answers, for registries that their user calls insecure.
final class AnyCertificate extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
        // Anybody will do.
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
        // Anybody will do.
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
        // Anybody will do.
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
        // Anybody will do.
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {
        // Anybody will do.
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
        // Anybody will do.
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
