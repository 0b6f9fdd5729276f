package dev.hako.it;

import dev.hako.testing.network.OtherHost;
import java.util.ArrayList;
import java.util.List;

/// A host with a world behind it, for containers that may not send where they like.
record EgressHost(OtherHost machine, World world, OwnHost own) {
    /// As curl(1) exits.
    static final int NO_NAME = 6;

    static final int NO_CONNECTION = 7;

    static EgressHost make() {
        OtherHost machine = OtherHost.make();
        World world = World.behind(machine);
        Hako hako = Hako.ofThisUser().within(machine.wrapper()).withStandardNetwork();
        return new EgressHost(machine, world, new OwnHost(hako, world, machine));
    }

    /// The same for an ordinary user, whose containers go by pasta, or by slirp4netns where that is
    /// to be missing.
    static EgressHost ofUser(int uid, boolean pasta) {
        OtherHost machine = OtherHost.make();
        World world = World.behind(machine);
        world.sh(
                machine,
                "ip route add default via 203.0.113.2 && ip -6 route add default via 2001:db8::2");
        String hidden = pasta ? "" : "mount --bind /dev/null /usr/bin/pasta && ";
        List<String> words = new ArrayList<>(machine.wrapper());
        words.addAll(
                List.of(
                        "unshare",
                        "--mount",
                        "sh",
                        "-c",
                        "mount -t tmpfs none /dev/net && mknod -m 666 /dev/net/tun c 10 200 && "
                                + hidden
                                + "exec \"$@\"",
                        "sh"));
        Hako hako = Hako.ofUser(uid).withStandardNetwork().within(words);
        return new EgressHost(machine, world, new OwnHost(hako, world, machine));
    }

    /// A container that sleeps, and asks the world's name server.
    void box(String name, String... options) {
        List<String> all = new ArrayList<>(List.of("--dns", World.NAME_SERVER));
        all.addAll(List.of(options));
        new Sleepers(own.hako()).box(name, all.toArray(String[]::new));
    }

    /// What a container gets of an address by HTTP.
    Result curl(String box, String url) {
        return own.hako().run("exec", box, "curl", "-sS", "-m", "5", url);
    }

    /// What a shell on the host prints.
    String sh(String script) {
        return world.sh(machine, script);
    }
}
