package dev.hako.engine;

import dev.hako.engine.event.Actions;
import dev.hako.engine.store.ContainerDirectory;
import dev.hako.engine.store.ContainerDocument;

/// Tells of a container's end, once: an engine that finds the monitor's socket knows that nobody
/// has.
record EndNotice(Household household, ContainerDirectory directory, ContainerDocument document) {
    void tell(ContainerState.Exited exited) {
        if (!document.config().lifecycle().autoRemove()) {
            directory.forgetMonitor();
        }
        ContainerEvents events = new ContainerEvents(household.events(), document);
        if (exited.exit().oomKilled()) {
            events.tell(Actions.OOM);
        }
        events.die(exited.exit(), exited.startedAt());
        household.networks().switchboard().ended(document.id());
        household.volumes().tellUnmounted(document);
    }
}
