package dev.hako.door.oci;

import dev.hako.failure.Failure;
import dev.hako.launcher.wire.Frame;
import dev.hako.oci.json.Json;
import dev.hako.oci.runtime.Process;
import dev.hako.oci.runtime.Spec;
import dev.hako.oci.runtime.State;
import dev.hako.plan.CgroupPlace;
import dev.hako.plan.ExecLaunch;
import dev.hako.plan.ExecPlan;
import dev.hako.plan.Handover;
import dev.hako.plan.Plan;
import java.util.List;
import java.util.Optional;

/// A further process in a container: `exec`.
final class ExecRequest {
    /// Where the launcher has a descriptor of the container's first process.
    private static final int PIDFD = 5;

    private final Frame.Compile request;
    private final Spec container;
    private final Process process;

    ExecRequest(Frame.Compile request) {
        this.request = request;
        this.container = Spec.parse(Part.CONFIG.bytes(request));
        this.process = process();
    }

    private Process process() {
        if (!Flag.WORDS.isIn(request)) {
            return Json.read("process", Part.PROCESS.bytes(request), Process::read);
        }
        Process first = container.process();
        if (first == null) {
            throw Failure.invalid("config.json: process: required");
        }
        return new ProcessWords(Words.parse(Part.PROCESS.utf8(request))).apply(first);
    }

    private State state() {
        return new State(
                Spec.VERSION,
                Part.ID.utf8(request),
                State.Status.RUNNING,
                Long.parseLong(Part.INIT.utf8(request)),
                Part.BUNDLE.utf8(request),
                container.annotations());
    }

    private List<CgroupPlace> groups(CallerHost caller) {
        KnownGroups known = KnownGroups.of(request);
        List<String> chosen = Part.SUBGROUPS.strings(request);
        return chosen.isEmpty()
                ? caller.unifiedGroup(Part.INIT_CGROUP.text(request))
                        .map(known::where)
                        .orElse(known)
                        .places()
                : known.below(chosen).places();
    }

    Compiled compile() {
        CallerHost caller = CallerHost.of(request);
        Plan plan =
                ExecPlan.compile(
                        new ExecLaunch(
                                caller.planHost(),
                                Part.ID.utf8(request),
                                container,
                                process,
                                Optional.of(groups(caller)),
                                Optional.of(state()),
                                PIDFD,
                                Streams.of(request, process),
                                Streams.NO_DESCRIPTORS,
                                new Handover(dev.hako.plan.Descriptors.ABSENT, request.preserved()),
                                CreateRequest.options(request, caller)));
        var record =
                new ContainerRecord()
                        .put(Section.PLAN_WORDS, StepWords.of(plan))
                        .put(Section.NOTES, plan.notes());
        return new Compiled(plan.encode(), record.encode());
    }
}
