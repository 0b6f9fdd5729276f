package dev.hako.engine;

import dev.hako.engine.config.ContainerName;
import dev.hako.engine.store.ContainerDirectory;
import dev.hako.engine.store.ContainerDocument;
import dev.hako.failure.Failure;

/// Gives a container another name. It has both while that is being written down; an engine that
/// finds both at its start gives back the one that the document does not have.
record Renaming(Household household, ContainerDirectory directory) {
    /// Takes the new name, and gives back the old one.
    ///
    /// @return the document with the new name
    ContainerDocument of(ContainerDocument document, String newName) {
        ContainerName.check(newName);
        if (newName.equals(document.name())) {
            throw Failure.conflict("that is its name already");
        }
        household.names().take(newName, document.id(), household.store()::has);
        ContainerDocument renamed = document.renamed(newName);
        try {
            directory.write(renamed);
        } catch (Failure e) {
            household.names().release(newName, document.id());
            throw e;
        }
        household.names().release(document.name(), document.id());
        return renamed;
    }
}
