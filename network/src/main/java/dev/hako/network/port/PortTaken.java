package dev.hako.network.port;

import dev.hako.failure.Failure;
import dev.hako.kernel.PortHolder;
import java.util.Optional;

/// A port of the host belongs to somebody else.
public final class PortTaken extends Failure {
    private static final long serialVersionUID = 1;

    private final String name;
    private final TransportProtocol protocol;
    private final int port;
    private final transient Optional<PortHolder> holder;

    /// @param name of the port, with its address
    PortTaken(String name, TransportProtocol protocol, int port, Optional<PortHolder> holder) {
        super(
                Kind.ALREADY_EXISTS,
                text(
                        name,
                        holder.map(who -> who.name() + " (process " + who.pid() + ") has it")
                                .orElse("it is in use")),
                "stop who has it, or take another port; see who that is: ss -anp sport = :" + port);
        this.name = name;
        this.protocol = protocol;
        this.port = port;
        this.holder = holder;
    }

    private static String text(String port, String who) {
        return "cannot take port \"" + port + "\": " + who;
    }

    public TransportProtocol protocol() {
        return protocol;
    }

    /// Its number.
    public int port() {
        return port;
    }

    /// Who has it, if it is a program that listens or is connected there: not a box, whose port is
    /// only kept.
    public Optional<PortHolder> holder() {
        return holder;
    }

    /// The same of which it is known that a container has it.
    ///
    /// @param container its name
    public Failure by(String container) {
        return Failure.of(Kind.ALREADY_EXISTS, text(name, "container \"" + container + "\" has it"))
                .hint("stop it, or take another port");
    }
}
