package dev.hako.door.cri.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.UnknownFieldSet;
import dev.hako.cri.v1.Container;
import dev.hako.cri.v1.ListContainersResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

class EncodedListTest {
    @Test
    void isReadAsTheMessagesThemselves() throws Exception {
        List<Container> containers = List.of(container("one"), container("two"));
        UnknownFieldSet list =
                EncodedList.of(
                        ListContainersResponse.CONTAINERS_FIELD_NUMBER,
                        containers,
                        Container::toByteString);
        ListContainersResponse sent =
                ListContainersResponse.newBuilder().setUnknownFields(list).build();
        assertThat(ListContainersResponse.parseFrom(sent.toByteArray()))
                .isEqualTo(
                        ListContainersResponse.newBuilder().addAllContainers(containers).build());
    }

    @Test
    void isReadAsNoneWhereThereAreNone() throws Exception {
        UnknownFieldSet list =
                EncodedList.of(
                        ListContainersResponse.CONTAINERS_FIELD_NUMBER,
                        List.<Container>of(),
                        Container::toByteString);
        ListContainersResponse sent =
                ListContainersResponse.newBuilder().setUnknownFields(list).build();
        assertThat(ListContainersResponse.parseFrom(sent.toByteArray()))
                .isEqualTo(ListContainersResponse.getDefaultInstance());
    }

    private static Container container(String id) {
        return Container.newBuilder().setId(id).putLabels("of", id).build();
    }
}
