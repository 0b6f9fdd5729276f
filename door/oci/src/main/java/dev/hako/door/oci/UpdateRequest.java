package dev.hako.door.oci;

import dev.hako.launcher.wire.Frame;
import dev.hako.oci.json.Json;
import dev.hako.oci.runtime.Linux;
import dev.hako.oci.runtime.Resources;
import dev.hako.oci.runtime.Spec;
import dev.hako.plan.CgroupLayout;
import dev.hako.plan.CgroupPlace;
import dev.hako.plan.LimitWrite;
import dev.hako.plan.LiveLimits;
import dev.hako.plan.Plan;
import dev.hako.plan.PlanHost;
import dev.hako.plan.ScopeName;
import dev.hako.plan.UpdatePlan;
import java.util.List;
import java.util.Objects;

/// Other limits for a container: `update`.
final class UpdateRequest {
    private final Frame.Compile request;

    UpdateRequest(Frame.Compile request) {
        this.request = request;
    }

    Compiled compile() {
        var change = new ResourceChange(before(), named());
        PlanHost host = CallerHost.of(request).planHost();
        List<CgroupPlace> groups = KnownGroups.of(request).places();
        new MemoryInUse(groups).check(change.toWrite().memory());
        Plan plan = UpdatePlan.compile(host, groups, change.toWrite());
        var record =
                new ContainerRecord()
                        .put(Section.PLAN_WORDS, StepWords.of(plan))
                        .put(Section.TEXT, Json.write(change.after()));
        if (host.cgroups() instanceof CgroupLayout.Scopes scopes) {
            ScopeName scope = scopes.scope(linux(), Part.ID.utf8(request));
            List<LimitWrite> limits = LiveLimits.of(scopes, change.toWrite());
            record.put(Section.SCOPE_CHANGE, new ScopeDialogs(scope).change(limits));
        }
        return new Compiled(plan.encode(), record.encode());
    }

    private Linux linux() {
        Linux linux = Spec.parse(Part.CONFIG.bytes(request)).linux();
        return Objects.requireNonNullElse(linux, Linux.NONE);
    }

    /// What the last update has left, or what the container was made with.
    private Resources before() {
        byte[] updated = Part.KNOWN_LIMITS.bytes(request);
        if (updated.length > 0) {
            return read("the limits that hold", updated);
        }
        return linux().resources();
    }

    private Resources named() {
        return Flag.WORDS.isIn(request)
                ? new ResourceWords(Words.parse(Part.PROCESS.utf8(request))).resources()
                : read("resources", Part.PROCESS.bytes(request));
    }

    private static Resources read(String document, byte[] utf8) {
        return Json.read(document, utf8, Resources::read);
    }
}
