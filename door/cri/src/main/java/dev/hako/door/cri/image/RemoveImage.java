package dev.hako.door.cri.image;

import dev.hako.cri.v1.RemoveImageRequest;
import dev.hako.cri.v1.RemoveImageResponse;
import dev.hako.door.cri.call.Unary;
import dev.hako.engine.library.ImageLibrary;

/// `RemoveImage`: with all its names. What containers are made of stays until they are gone.
public record RemoveImage(ImageLibrary images)
        implements Unary<RemoveImageRequest, RemoveImageResponse> {
    @Override
    public RemoveImageResponse answer(RemoveImageRequest question) {
        ToldImage.find(images, question.getImage()).ifPresent(images.removal()::forget);
        return RemoveImageResponse.getDefaultInstance();
    }
}
