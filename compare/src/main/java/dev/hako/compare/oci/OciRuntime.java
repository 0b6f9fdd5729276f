package dev.hako.compare.oci;

import dev.hako.compare.contest.Contender;
import dev.hako.compare.contest.Measure;
import dev.hako.compare.host.Account;
import dev.hako.compare.host.Programs;
import dev.hako.compare.host.Scratch;
import dev.hako.compare.host.Spawner;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A runtime with the OCI command line, such as crun: `run` of a prepared bundle.
///
/// It runs behind [Bundle#entrance].
public final class OciRuntime implements Contender {
    private static final int WARM_UPS = 10;

    private final String name;
    private final Account account;
    private final Spawner spawner;
    private final List<String> command;

    private OciRuntime(String name, Account account, Spawner spawner, List<String> command) {
        this.name = name;
        this.account = account;
        this.spawner = spawner;
        this.command = command;
    }

    /// The runtime of this name, if it is installed.
    ///
    /// @param spawner the compiled [Spawner]
    public static Optional<OciRuntime> prepare(String name, Scratch scratch, Path spawner) {
        return Programs.find(name).map(program -> prepare(name, program, scratch, spawner));
    }

    private static OciRuntime prepare(
            String name, Path program, Scratch scratch, Path spawnerProgram) {
        Account account = Account.open(name);
        scratch.onClose(account::close);
        Path folder = scratch.folder().resolve(name);
        String cgroup = account.containers() + "/box";
        Bundle bundle = Bundle.make(folder.resolve("bundle"), cgroup, List.of("/usr/bin/true"));
        Spawner spawner =
                Spawner.start(
                        spawnerProgram,
                        bundle.entrance(),
                        account,
                        Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin"),
                        folder.resolve("output"));
        scratch.onClose(spawner::close);
        List<String> command =
                List.of(
                        program.toString(),
                        "--root",
                        scratch.memory().resolve(name).toString(),
                        "run",
                        "--bundle",
                        bundle.folder().toString(),
                        "box");
        return new OciRuntime(name, account, spawner, command);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int warmUps() {
        return WARM_UPS;
    }

    @Override
    public Measure run() {
        return Metered.run(spawner, account, command);
    }

    @Override
    public void close() {
        spawner.close();
        account.close();
    }
}
