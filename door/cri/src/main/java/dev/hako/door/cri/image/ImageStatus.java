package dev.hako.door.cri.image;

import dev.hako.cri.v1.ImageStatusRequest;
import dev.hako.cri.v1.ImageStatusResponse;
import dev.hako.door.cri.call.Unary;
import dev.hako.engine.library.ImageLibrary;
import dev.hako.engine.library.ImageSizes;
import dev.hako.image.store.StoredImage;
import dev.hako.oci.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// `ImageStatus`: an image that is not here is no error.
public record ImageStatus(ImageLibrary images)
        implements Unary<ImageStatusRequest, ImageStatusResponse> {
    @Override
    public ImageStatusResponse answer(ImageStatusRequest question) {
        Optional<StoredImage> image = ToldImage.find(images, question.getImage());
        if (image.isEmpty()) {
            return ImageStatusResponse.getDefaultInstance();
        }
        ImageStatusResponse.Builder answer =
                ImageStatusResponse.newBuilder()
                        .setImage(ToldImage.of(image.get(), new ImageSizes(images.store())));
        if (question.getVerbose()) {
            answer.putInfo("info", info(image.get()));
        }
        return answer.build();
    }

    /// Its configuration, as the image has it.
    private static String info(StoredImage image) {
        byte[] config = Json.write(image.config());
        return "{\"imageSpec\":" + new String(config, StandardCharsets.UTF_8) + "}";
    }
}
