package dev.hako.app.command;

import dev.hako.app.caller.Output;
import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.Option;
import dev.hako.app.cli.OptionSet;
import dev.hako.app.value.CopyEnd;
import dev.hako.engine.Container;
import dev.hako.engine.Engine;
import dev.hako.engine.files.CopyPath;
import dev.hako.engine.files.CopySource;
import dev.hako.engine.files.CopyTarget;
import dev.hako.engine.files.FileCopy;
import dev.hako.engine.files.FileCopy.Copied;
import dev.hako.engine.files.FileCopy.Owners;
import dev.hako.engine.files.Place;
import dev.hako.failure.Failure;
import java.io.IOException;
import java.util.List;

/// `hako cp`
final class CpCommand implements Command {
    private static final Option<Boolean> ARCHIVE =
            Option.flag("-a, --archive", "Keep the owners of what is copied");
    private static final Option<Boolean> FOLLOW =
            Option.flag("-L, --follow-link", "Copy what SOURCE leads to if it is a link");
    private static final Option<Boolean> QUIET =
            Option.flag("-q, --quiet", "Say nothing of the progress");
    private static final String ON_HOST = "on the host they would be its devices";
    private static final String OWN_USERS = "a container with users of its own may have none";
    static final CommandForm FORM =
            new CommandForm(
                    "cp",
                    "CONTAINER:SOURCE TARGET|- | SOURCE|- CONTAINER:TARGET",
                    "Copy files out of a container or into one",
                    OptionSet.of(ARCHIVE, FOLLOW, QUIET),
                    Order.INTERSPERSED,
                    new Count(2, 2),
                    List.of(
                            new Example("Give a container a file", "hako cp app.conf web:/etc/"),
                            new Example("Take a directory's contents", "hako cp web:/srv/. out"),
                            new Example("Look into an archive", "hako cp web:/srv - | tar -tv")));

    private final Engine engine;

    CpCommand(Engine engine) {
        this.engine = engine;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) throws InterruptedException {
        CopyEnd source = CopyEnd.parse(invocation.line().arguments().getFirst());
        CopyEnd target = CopyEnd.parse(invocation.line().arguments().getLast());
        switch (source) {
            case CopyEnd.InContainer from -> {
                switch (target) {
                    case CopyEnd.InContainer _ ->
                            throw Failure.unsupported("copying between containers is not supported")
                                    .hint(
                                            "copy by way of the host, or pipe one `hako cp` to"
                                                    + " another");
                    case CopyEnd.OnHost(String path) -> copyOut(from, path, invocation);
                    case CopyEnd.Stream _ -> pack(from, invocation);
                }
            }
            case CopyEnd.OnHost(String path) -> copyIn(path, container(target), invocation);
            case CopyEnd.Stream _ -> unpack(container(target), invocation);
        }
        return Outcome.DONE;
    }

    private static CopyEnd.InContainer container(CopyEnd target) {
        if (target instanceof CopyEnd.InContainer container) {
            return container;
        }
        throw Failure.invalid("must specify at least one container source")
                .hint("a file in a container is CONTAINER:PATH");
    }

    private void copyOut(CopyEnd.InContainer from, String path, Invocation invocation)
            throws InterruptedException {
        Place here = new Place.From(invocation.caller().directory().descriptor());
        CopyProgress progress = progress("Copying from container", invocation);
        FileCopy copy = new FileCopy(owners(invocation), false, progress::at);
        Copied copied =
                work(
                        from,
                        root -> {
                            try (CopySource source = source(root, from.path(), invocation);
                                    CopyTarget target =
                                            CopyTarget.find(
                                                    here, CopyPath.ofCaller(path), source)) {
                                return copy.copy(source, target);
                            }
                        });
        progress.done(copied.bytes(), path);
        warnOfDevices(copied.leftOut(), ON_HOST, invocation.output());
    }

    private void copyIn(String path, CopyEnd.InContainer to, Invocation invocation)
            throws InterruptedException {
        Place here = new Place.From(invocation.caller().directory().descriptor());
        CopyProgress progress = progress("Copying to container", invocation);
        FileCopy copy = new FileCopy(owners(invocation), true, progress::at);
        Copied copied =
                work(
                        to,
                        root -> {
                            try (CopySource source =
                                            source(here, CopyPath.ofCaller(path), invocation);
                                    CopyTarget target = CopyTarget.find(root, to.path(), source)) {
                                return copy.copy(source, target);
                            }
                        });
        progress.done(copied.bytes(), to.toString());
        warnOfDevices(copied.leftOut(), OWN_USERS, invocation.output());
    }

    private void unpack(CopyEnd.InContainer to, Invocation invocation) throws InterruptedException {
        FileCopy copy = new FileCopy(archiveOwners(invocation), true, _ -> {});
        Copied copied =
                work(
                        to,
                        root -> {
                            try (CopyTarget target = CopyTarget.directory(root, to.path())) {
                                return copy.unpack(invocation.caller().input(), target);
                            }
                        });
        warnOfDevices(copied.leftOut(), OWN_USERS, invocation.output());
    }

    private void pack(CopyEnd.InContainer from, Invocation invocation) throws InterruptedException {
        if (invocation.caller().terminal().output()) {
            throw Failure.invalid("refusing to write an archive to a terminal")
                    .hint("redirect the output to a file, or pipe it to tar");
        }
        work(
                from,
                root -> {
                    try (CopySource source = source(root, from.path(), invocation)) {
                        FileCopy.pack(source, invocation.output().stream());
                        return source;
                    }
                });
    }

    private interface Work<T> {
        T on(Place.InRoot root) throws IOException;
    }

    private <T> T work(CopyEnd.InContainer end, Work<T> work) throws InterruptedException {
        Container container = engine.container(end.container());
        try {
            return engine.files(container).inRoot(work::on);
        } catch (Failure e) {
            throw e.during("cannot copy with container \"" + container.name() + "\"");
        }
    }

    private static CopySource source(Place place, CopyPath path, Invocation invocation) {
        return CopySource.find(place, path, invocation.line().flag(FOLLOW));
    }

    private static Owners owners(Invocation invocation) {
        return invocation.line().flag(ARCHIVE) ? Owners.KEPT : Owners.ROOT;
    }

    /// An archive says whose its files are, which a user with a single id cannot make true.
    private Owners archiveOwners(Invocation invocation) {
        return engine.info().host().user().mappedIds() > 1 ? Owners.KEPT : owners(invocation);
    }

    private static CopyProgress progress(String what, Invocation invocation) {
        boolean shown = invocation.caller().terminal().output() && !invocation.line().flag(QUIET);
        return new CopyProgress(what, shown, invocation.output());
    }

    private static void warnOfDevices(int leftOut, String why, Output output) {
        if (leftOut > 0) {
            output.errorln("hako: " + leftOut + " device files were left out: " + why);
        }
    }
}
