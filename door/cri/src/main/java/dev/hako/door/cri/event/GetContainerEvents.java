package dev.hako.door.cri.event;

import dev.hako.cri.v1.ContainerEventResponse;
import dev.hako.cri.v1.GetEventsRequest;
import dev.hako.door.cri.call.Answers;
import dev.hako.door.cri.call.Streamed;
import dev.hako.door.cri.registry.Containers;
import dev.hako.door.cri.registry.Sandboxes;
import dev.hako.engine.Engine;
import dev.hako.engine.event.EventReader;
import dev.hako.engine.event.EventRequest;
import java.util.List;

/// `GetContainerEvents`: tells until nobody listens any longer.
public record GetContainerEvents(Engine engine, Sandboxes sandboxes, Containers containers)
        implements Streamed<GetEventsRequest, ContainerEventResponse> {
    @Override
    public void answer(GetEventsRequest question, Answers<ContainerEventResponse> answers) {
        try (EventReader events = engine.events(EventRequest.FROM_NOW)) {
            Told told = new Told(sandboxes, containers);
            while (true) {
                events.next().map(told::of).orElse(List.of()).forEach(answers::send);
            }
        }
    }
}
