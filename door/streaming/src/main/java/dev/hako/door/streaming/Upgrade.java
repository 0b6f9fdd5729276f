package dev.hako.door.streaming;

import dev.hako.door.streaming.session.Backend;
import dev.hako.door.streaming.session.Call;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A client's one HTTP request: takes its token and changes the protocol, or says why not.
@SuppressWarnings("FutureReturnValueIgnored") // what cannot be sent ends the connection
final class Upgrade extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(Upgrade.class);
    private static final int MAX_LINE = 4096;
    private static final int MAX_HEADERS = 16 << 10;
    private static final int MAX_CHUNK = 8192;
    private static final int MAX_BODY = 4096;
    private static final String CODEC = "http";
    private static final String BODY = "body";

    private final StreamingSettings settings;
    private final Tokens tokens;
    private final Backend backend;
    private @Nullable Future<?> late;

    Upgrade(StreamingSettings settings, Tokens tokens, Backend backend) {
        this.settings = settings;
        this.tokens = tokens;
        this.backend = backend;
    }

    void join(ChannelPipeline pipeline) {
        long idle = settings.idlePatience().toMillis();
        pipeline.addLast(new IdleStateHandler(0, 0, idle, TimeUnit.MILLISECONDS));
        pipeline.addLast(CODEC, new HttpServerCodec(MAX_LINE, MAX_HEADERS, MAX_CHUNK));
        pipeline.addLast(BODY, new Whole());
        pipeline.addLast(new IdleEnd(), this);
        long patience = settings.openPatience().toMillis();
        late =
                pipeline.channel()
                        .eventLoop()
                        .schedule(
                                () -> pipeline.channel().close(), patience, TimeUnit.MILLISECONDS);
    }

    /// Makes one message of a request, which has no body to speak of.
    private static final class Whole extends HttpObjectAggregator {
        Whole() {
            super(MAX_BODY);
        }

        @Override
        protected void handleOversizedMessage(ChannelHandlerContext context, HttpMessage request) {
            context.close();
        }
    }

    /// Cuts off a client that has been silent for too long.
    private static final class IdleEnd extends ChannelInboundHandlerAdapter {
        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof IdleStateEvent) {
                context.close();
            } else {
                context.fireUserEventTriggered(event);
            }
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        Optional<Call> call = call(request);
        if (call.isEmpty()) {
            refuse(
                    context,
                    HttpResponseStatus.NOT_FOUND,
                    "no such session; hint: a token works once, and not for long");
            return;
        }
        Handshake handshake = new Handshake(context, settings, backend);
        Optional<Refusal> refusal =
                wants(request, "websocket")
                        ? handshake.webSocket(request, call.get())
                        : wants(request, Handshake.SPDY)
                                ? handshake.spdy(request, call.get())
                                : Optional.of(Refusal.upgradeRequired());
        refusal.ifPresentOrElse(why -> refuse(context, why), () -> leave(context));
    }

    private void leave(ChannelHandlerContext context) {
        if (late != null) {
            late.cancel(false);
        }
        for (String name : new String[] {CODEC, BODY}) {
            if (context.pipeline().get(name) != null) {
                context.pipeline().remove(name);
            }
        }
        context.pipeline().remove(this);
    }

    private Optional<Call> call(FullHttpRequest request) {
        String[] path = request.uri().split("[/?]", -1);
        if (!request.decoderResult().isSuccess() || path.length < 3 || !path[0].isEmpty()) {
            return Optional.empty();
        }
        return tokens.take(path[2]).filter(call -> call.word().equals(path[1]));
    }

    private static boolean wants(FullHttpRequest request, String protocol) {
        return request.headers()
                        .containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
                && request.headers().containsValue(HttpHeaderNames.UPGRADE, protocol, true);
    }

    private static void refuse(ChannelHandlerContext context, Refusal refusal) {
        context.writeAndFlush(refusal.response()).addListener(_ -> context.close());
    }

    private static void refuse(
            ChannelHandlerContext context, HttpResponseStatus status, String why) {
        refuse(context, Refusal.of(status, why));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("a streaming client is cut off: {}", cause.toString());
        context.close();
    }
}
