package dev.hako.door.oci;

import dev.hako.failure.Failure;
import dev.hako.launcher.wire.Frame;
import dev.hako.oci.runtime.Linux;
import dev.hako.oci.runtime.Process;
import dev.hako.oci.runtime.Root;
import dev.hako.oci.runtime.Spec;
import dev.hako.plan.AfterlifePlans;
import dev.hako.plan.CgroupLayout;
import dev.hako.plan.ContainerLaunch;
import dev.hako.plan.ContainerPlan;
import dev.hako.plan.Handover;
import dev.hako.plan.LaunchOptions;
import dev.hako.plan.LaunchOptions.Habit;
import dev.hako.plan.LimitWrite;
import dev.hako.plan.LiveLimits;
import dev.hako.plan.Plan;
import dev.hako.plan.RootFilesystem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A container that is to be created: `create` and `run`.
final class CreateRequest {
    private static final int GATE_FD = 5;

    private final Frame.Compile request;
    private final byte[] config;
    private final String bundle;
    private final Spec spec;
    private final Process process;
    private final String rootfs;

    CreateRequest(Frame.Compile request) {
        this.request = request;
        this.config = Part.CONFIG.bytes(request);
        this.bundle = Part.BUNDLE.utf8(request);
        this.spec = ListeningSockets.tell(request, Spec.parse(config));
        this.process = process(spec);
        this.rootfs = rootfs(spec, bundle);
    }

    private static Process process(Spec spec) {
        Process process = spec.process();
        if (process == null) {
            throw Failure.invalid("config.json: process: required");
        }
        return process;
    }

    private static String rootfs(Spec spec, String bundle) {
        Root root = spec.root();
        if (root == null) {
            throw Failure.invalid("config.json: root: required");
        }
        return root.path().startsWith("/") ? root.path() : bundle + "/" + root.path();
    }

    Compiled compile() {
        ChosenIsolation.require(request, spec);
        ContainerLaunch launch = launch();
        Plan plan = ContainerPlan.compile(launch);
        var record =
                new ContainerRecord()
                        .put(Section.PLAN_WORDS, StepWords.of(plan))
                        .put(
                                Section.REMOVAL_PLAN,
                                Section.REMOVAL_WORDS,
                                AfterlifePlans.removal(launch))
                        .put(Section.BUNDLE_PATH, bundle)
                        .put(Section.ROOTFS, rootfs)
                        .put(Section.ANNOTATIONS, Annotations.json(spec.annotations()))
                        .putGroups(AfterlifePlans.places(launch))
                        .put(Section.NOTES, plan.notes())
                        .put(Section.NET_DEVICES, netDevices())
                        .put(Section.SPEC, config);
        putScope(launch, record);
        AfterlifePlans.started(launch)
                .ifPresent(started ->
                        record.put(Section.STARTED_PLAN, Section.STARTED_WORDS, started));
        return new Compiled(plan.encode(), record.encode());
    }

    /// What systemd is told, if it is to make the groups.
    private void putScope(ContainerLaunch launch, ContainerRecord record) {
        if (launch.host().cgroups() instanceof CgroupLayout.Scopes scopes) {
            Linux linux = Objects.requireNonNullElse(spec.linux(), Linux.NONE);
            var dialogs = new ScopeDialogs(scopes.scope(linux, launch.id()));
            List<LimitWrite> limits = LiveLimits.of(scopes, linux.resources());
            record.put(Section.SCOPE_BEGIN, dialogs.begin(launch.id(), limits))
                    .put(Section.SCOPE_END, dialogs.end());
        }
    }

    /// Each with its name in the container.
    private List<String> netDevices() {
        Linux linux = spec.linux();
        List<String> names = new ArrayList<>();
        if (linux != null) {
            linux.netDevices()
                    .forEach((name, device) -> {
                        names.add(name);
                        names.add(Objects.requireNonNullElse(device.name(), name));
                    });
        }
        return names;
    }

    /// What the caller's options say of the start, and what he may do.
    static LaunchOptions options(Frame.Compile request, CallerHost caller) {
        LaunchOptions options = caller.options();
        if (Flag.NO_PIVOT.isIn(request)) {
            options = options.without(Habit.PIVOT_ROOT);
        }
        return Flag.KEEP_KEYRING.isIn(request) ? options.without(Habit.NEW_KEYRING) : options;
    }

    private ContainerLaunch launch() {
        CallerHost caller = CallerHost.of(request);
        return new ContainerLaunch(
                caller.planHost(),
                Part.ID.utf8(request),
                bundle,
                spec,
                RootFilesystem.directory(rootfs),
                Streams.of(request, process),
                Streams.NO_DESCRIPTORS,
                new Handover(GATE_FD, request.preserved()),
                options(request, caller),
                Map.of());
    }
}
