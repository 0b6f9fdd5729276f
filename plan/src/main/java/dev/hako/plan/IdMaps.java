package dev.hako.plan;

import dev.hako.oci.runtime.IdMapping;
import dev.hako.plan.Argument.Data;
import dev.hako.plan.Argument.Register;
import dev.hako.plan.LaunchOptions.IdMapWriter;
import java.util.ArrayList;
import java.util.List;

/// Which ids a new user namespace has (user_namespaces(7)): written by the launcher while the
/// process in it waits.
final class IdMaps {
    private static final int HELPER_MILLIS = 10_000;
    private static final int DIGITS = 10;

    private final PlanBuilder plan;
    private final IdMapWriter writer;

    IdMaps(PlanBuilder plan, IdMapWriter writer) {
        this.plan = plan;
        this.writer = writer;
    }

    void write(Register pid, List<IdMapping> uids, List<IdMapping> gids) {
        switch (writer) {
            case IdMapWriter.Direct _ -> {
                file(pid, "uid_map", lines(uids));
                file(pid, "gid_map", lines(gids));
            }
            case IdMapWriter.Single _ -> {
                file(pid, "setgroups", "deny");
                file(pid, "uid_map", lines(uids));
                file(pid, "gid_map", lines(gids));
            }
            case IdMapWriter.Helpers helpers -> {
                helper(pid, helpers.newuidmap(), uids);
                helper(pid, helpers.newgidmap(), gids);
            }
        }
    }

    private void file(Register pid, String name, String content) {
        plan.doing("write the " + name + " of the user namespace", "");
        Files.write(plan, OpenFlags.AT_FDCWD, ProcessPaths.of(plan, pid, name), content);
    }

    private static String lines(List<IdMapping> mappings) {
        StringBuilder lines = new StringBuilder();
        for (IdMapping mapping : mappings) {
            lines.append(mapping.containerId()).append(' ');
            lines.append(mapping.hostId()).append(' ').append(mapping.size()).append('\n');
        }
        return lines.toString();
    }

    private void helper(Register pid, String path, List<IdMapping> mappings) {
        plan.doing("map the ids of the user namespace with", path);
        Data digits = plan.data().place(new Struct(16), "PID");
        plan.add(new Action.Decimal(digits, pid, DIGITS, 0));
        List<Data> argv = new ArrayList<>(2 + 3 * mappings.size());
        argv.add(plan.text(path));
        argv.add(digits);
        for (IdMapping mapping : mappings) {
            argv.add(plan.text(Long.toString(mapping.containerId())));
            argv.add(plan.text(Long.toString(mapping.hostId())));
            argv.add(plan.text(Long.toString(mapping.size())));
        }
        Data array = plan.data().place(Struct.array(argv, argv.size()), argv);
        Programs.spawn(
                plan, plan.text(path), array, List.of(), Programs.Input.NOTHING, HELPER_MILLIS);
    }
}
