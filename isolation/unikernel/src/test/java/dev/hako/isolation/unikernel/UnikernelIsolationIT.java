package dev.hako.isolation.unikernel;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hako.isolation.Isolation;
import dev.hako.isolation.contract.IsolationContract;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import org.junit.jupiter.api.BeforeAll;

/// The contract, on guest kernels.
@NeedsRoot
@NeedsProgram({"cc", "mkfs.erofs"})
class UnikernelIsolationIT extends IsolationContract {
    private static final Isolation UNIKERNEL =
            new OnDisks(new UnikernelIsolation(Kernels.folder()));

    @BeforeAll
    static void requireKernel() {
        assumeTrue(Kernels.hasOne(), "needs guest kernel: `./dev kernel` builds one");
    }

    @Override
    protected Isolation isolation() {
        return UNIKERNEL;
    }
}
