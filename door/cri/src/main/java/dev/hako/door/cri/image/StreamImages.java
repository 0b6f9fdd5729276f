package dev.hako.door.cri.image;

import dev.hako.cri.v1.ListImagesRequest;
import dev.hako.cri.v1.StreamImagesRequest;
import dev.hako.cri.v1.StreamImagesResponse;
import dev.hako.door.cri.call.Answers;
import dev.hako.door.cri.call.Streamed;

/// `StreamImages`: the list, one image after the other, so that no message grows with it.
///
/// @param list that says which they are
public record StreamImages(ListImages list)
        implements Streamed<StreamImagesRequest, StreamImagesResponse> {
    @Override
    public void answer(StreamImagesRequest question, Answers<StreamImagesResponse> answers) {
        ListImagesRequest same =
                ListImagesRequest.newBuilder().setFilter(question.getFilter()).build();
        list.answer(same)
                .getImagesList()
                .forEach(image ->
                        answers.send(StreamImagesResponse.newBuilder().addImages(image).build()));
    }
}
