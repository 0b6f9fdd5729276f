package dev.hako.isolation.namespace;

import dev.hako.isolation.Isolation;
import dev.hako.isolation.contract.IsolationContract;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;

/// The contract, as root of the machine.
@NeedsRoot
@NeedsProgram("cc")
class NamespaceIsolationIT extends IsolationContract {
    private static final Isolation NAMESPACE = new NamespaceIsolation();

    @Override
    protected Isolation isolation() {
        return NAMESPACE;
    }
}
