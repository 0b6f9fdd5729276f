package dev.hako.isolation.contract;

import dev.hako.isolation.Isolation;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/// What each part of the contract begins with: a stage for every test.
abstract class ContractStage {
    @TempDir Path folder;

    private @Nullable Stage stage;

    /// The isolation that is tested.
    protected abstract Isolation isolation();

    /// The test's own.
    final Stage stage() throws IOException {
        Stage set = stage;
        if (set == null) {
            set = new Stage(isolation(), folder);
            stage = set;
        }
        return set;
    }

    @AfterEach
    final void closeStage() {
        Stage set = stage;
        if (set != null) {
            set.close();
        }
    }
}
