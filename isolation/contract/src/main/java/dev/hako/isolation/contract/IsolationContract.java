package dev.hako.isolation.contract;

import dev.hako.isolation.Isolation;
import org.junit.jupiter.api.Nested;

/// The whole contract. An isolation's own test extends it; what it adds holds for that isolation
/// alone.
public abstract class IsolationContract {
    /// The isolation that is tested.
    protected abstract Isolation isolation();

    @Nested
    class Lifecycle extends LifecycleContract {
        @Override
        protected Isolation isolation() {
            return IsolationContract.this.isolation();
        }
    }

    @Nested
    class Streams extends StreamsContract {
        @Override
        protected Isolation isolation() {
            return IsolationContract.this.isolation();
        }
    }

    @Nested
    class Clients extends ClientsContract {
        @Override
        protected Isolation isolation() {
            return IsolationContract.this.isolation();
        }
    }

    @Nested
    class Execs extends ExecContract {
        @Override
        protected Isolation isolation() {
            return IsolationContract.this.isolation();
        }
    }

    @Nested
    class Processes extends ProcessContract {
        @Override
        protected Isolation isolation() {
            return IsolationContract.this.isolation();
        }
    }

    @Nested
    class Failures extends FailureContract {
        @Override
        protected Isolation isolation() {
            return IsolationContract.this.isolation();
        }
    }

    @Nested
    class Monitors extends MonitorContract {
        @Override
        protected Isolation isolation() {
            return IsolationContract.this.isolation();
        }
    }

    @Nested
    class Freezing extends FreezableContract {
        @Override
        protected Isolation isolation() {
            return IsolationContract.this.isolation();
        }
    }

    @Nested
    class Usage extends MeasurableContract {
        @Override
        protected Isolation isolation() {
            return IsolationContract.this.isolation();
        }
    }

    @Nested
    class Limits extends AdjustableContract {
        @Override
        protected Isolation isolation() {
            return IsolationContract.this.isolation();
        }
    }

    @Nested
    class Sight extends ObservableContract {
        @Override
        protected Isolation isolation() {
            return IsolationContract.this.isolation();
        }
    }

    @Nested
    class Pods extends PodContract {
        @Override
        protected Isolation isolation() {
            return IsolationContract.this.isolation();
        }
    }
}
