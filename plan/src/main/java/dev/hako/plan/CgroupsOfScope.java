package dev.hako.plan;

import dev.hako.oci.runtime.Mount;
import dev.hako.plan.Argument.Register;
import java.util.List;
import java.util.Optional;

/// Groups that systemd has made as a scope before the plan begins, with the launcher in them. What
/// it does not make itself (version 1 has controllers that it leaves alone) is made beside it.
/// Systemd removes a scope in which no process is left, and it is not waited for: the launcher may
/// be the last.
record CgroupsOfScope(Cgroups groups) implements Cgroups {
    @Override
    public void create() {
        groups.create();
    }

    @Override
    public void open() {
        groups.open();
    }

    @Override
    public Register birthplace() {
        return groups.birthplace();
    }

    @Override
    public void join() {
        groups.join();
    }

    @Override
    public void mount(RootTree root, Mount mount, MountOptions options) {
        groups.mount(root, mount, options);
    }

    @Override
    public Optional<String> oomKills() {
        return groups.oomKills();
    }

    @Override
    public List<CgroupPlace> places() {
        return groups.places();
    }

    @Override
    public void remove() {
        groups.tryToRemove();
    }

    @Override
    public void tryToRemove() {
        groups.tryToRemove();
    }
}
