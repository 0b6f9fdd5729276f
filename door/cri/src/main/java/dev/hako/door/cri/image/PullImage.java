package dev.hako.door.cri.image;

import dev.hako.cri.v1.PullImageRequest;
import dev.hako.cri.v1.PullImageResponse;
import dev.hako.door.cri.call.Unary;
import dev.hako.door.cri.runtime.Handlers;
import dev.hako.engine.library.ImageExchange;
import dev.hako.engine.library.ImageLibrary;
import dev.hako.image.policy.Policy;
import dev.hako.image.registry.Access;
import dev.hako.image.registry.configuration.Environment;
import dev.hako.image.transfer.Platforms;
import dev.hako.image.transfer.TransferListener;
import java.util.Optional;

/// `PullImage`. Registries are used as the machine's configuration says, with the kubelet's
/// credentials or, if it has none, the engine's own logins.
///
/// @param environment of the engine
public record PullImage(ImageLibrary images, Handlers handlers, Environment environment)
        implements Unary<PullImageRequest, PullImageResponse> {
    @Override
    public PullImageResponse answer(PullImageRequest question) {
        var _ = handlers.isolation(question.getImage().getRuntimeHandler());
        Access own = Access.of(environment);
        Access access = Logins.of(question.getAuth()).map(own::with).orElse(own);
        ImageExchange.Pulled pulled =
                images.exchange(access, Policy.of(environment))
                        .pull(
                                ToldImage.name(question.getImage()),
                                Platforms.of(Optional.empty()),
                                TransferListener.NONE);
        return PullImageResponse.newBuilder().setImageRef(pulled.image().id().toString()).build();
    }
}
