package dev.hako.door.cri.image;

import dev.hako.cri.v1.ListImagesRequest;
import dev.hako.cri.v1.ListImagesResponse;
import dev.hako.door.cri.call.Unary;
import dev.hako.engine.library.ImageLibrary;
import dev.hako.engine.library.ImageSizes;
import dev.hako.image.store.StoredImage;
import java.util.List;

/// `ListImages`.
public record ListImages(ImageLibrary images)
        implements Unary<ListImagesRequest, ListImagesResponse> {
    @Override
    public ListImagesResponse answer(ListImagesRequest question) {
        ListImagesResponse.Builder list = ListImagesResponse.newBuilder();
        ImageSizes sizes = new ImageSizes(images.store());
        wanted(question).forEach(image -> list.addImages(ToldImage.of(image, sizes)));
        return list.build();
    }

    private List<StoredImage> wanted(ListImagesRequest question) {
        String name = question.getFilter().getImage().getImage();
        return name.isEmpty() ? images.list() : images.find(name).stream().toList();
    }
}
