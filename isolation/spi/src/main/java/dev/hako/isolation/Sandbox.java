package dev.hako.isolation;

import dev.hako.failure.Failure;
import dev.hako.oci.runtime.Resources;
import dev.hako.plan.Plan;
import java.util.Optional;

/// A pod's shell: what its containers share (a kernel, a network, limits), ready to start them.
public interface Sandbox extends AutoCloseable {
    /// Makes what its containers share, unless it is there: before the first [#start], and again
    /// after whatever may have taken it away, such as a reboot. It needs no engine and no process
    /// to stay. Only one at a time does this for one pod.
    ///
    /// @throws dev.hako.failure.Failure with the cause; nothing is left behind then
    void prepare();

    /// Limits what all of a pod's containers together may use, at once and until it is dismantled.
    ///
    /// @throws dev.hako.failure.Failure naming the limit that is not taken; all are then as before
    void limit(Resources limits);

    /// Removes what its containers share, of which none runs any more; what killed monitors have
    /// left of them is ended as by [#collect]. It is no error if nothing is there.
    ///
    /// @throws dev.hako.failure.Failure if something is left that cannot be removed
    void dismantle();

    /// Starts a container's program and returns once it runs.
    ///
    /// @throws dev.hako.failure.Failure with the cause and, where one is known, the remedy; nothing
    ///   is left behind then
    Task start(TaskSpec spec);

    /// What [#start] would do, as a plan, without doing any of it; empty if this isolation starts
    /// containers by other means.
    ///
    /// @throws dev.hako.failure.Failure if it could not be started as the spec wants it
    default Optional<Plan> plan(TaskSpec spec) {
        return Optional.empty();
    }

    /// Starts another program in a running container and returns once it runs.
    ///
    /// @throws dev.hako.failure.Failure as [#start]; `CONFLICT` when the container has ended
    Task exec(Task container, ExecSpec spec);

    /// Shows the files of a container whose root is on disks ([Isolation#hasRootsOnDisks]).
    ///
    /// @throws dev.hako.failure.Failure with the cause; `CONFLICT` when it has ended meanwhile,
    ///   `UNSUPPORTED` if its root is not on disks, or this host has no means
    default Look look(LookSpec spec) {
        throw Failure.unsupported("the files of container \"" + spec.name() + "\" are on no disks");
    }

    /// Finds a task that an earlier engine started.
    ///
    /// @return empty if it has ended or was never started; its exit file then tells which
    Optional<Task> reconnect(TaskAddress address);

    /// Ends and removes what a task has left whose monitor was killed, or which was to be started
    /// by an engine that was: its processes and what limits them. The caller has found no task with
    /// [#reconnect], and keeps others from starting one of this id. It is no error if nothing is
    /// left.
    ///
    /// @throws dev.hako.failure.Failure if something is left that cannot be removed
    void collect(String id);

    /// Lets go of the sandbox; tasks in it live on.
    @Override
    void close();
}
