package dev.hako.door.streaming;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Why a client's connection is not upgraded.
///
/// @param accepted protocols that would have been
record Refusal(HttpResponseStatus status, String why, List<String> accepted) {
    static final String ACCEPTED = "X-Accepted-Stream-Protocol-Versions";

    static Refusal of(HttpResponseStatus status, String why) {
        return new Refusal(status, why, List.of());
    }

    static Refusal upgradeRequired() {
        return of(
                HttpResponseStatus.BAD_REQUEST,
                "an upgrade to SPDY/3.1 or websocket is needed to serve this");
    }

    /// None of the protocols that the client speaks is spoken here.
    static Refusal noCommonProtocol(List<String> accepted) {
        return new Refusal(
                HttpResponseStatus.FORBIDDEN,
                "none of the client's protocols is spoken here, but " + String.join(", ", accepted),
                accepted);
    }

    FullHttpResponse response() {
        var body = Unpooled.copiedBuffer(why + "\n", StandardCharsets.UTF_8);
        var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
                .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes())
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        accepted.forEach(protocol -> response.headers().add(ACCEPTED, protocol));
        return response;
    }
}
