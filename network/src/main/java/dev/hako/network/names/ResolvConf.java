package dev.hako.network.names;

import dev.hako.failure.Failure;
import dev.hako.network.address.Addresses;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Which servers are asked for names, and how: resolv.conf(5).
///
/// @param nameservers in the order in which they are asked; C libraries use the first three
/// @param search domains that are tried behind names with few dots
/// @param options such as `ndots:2`
public record ResolvConf(List<InetAddress> nameservers, List<String> search, List<String> options) {
    /// How many of each a file may have: what is more is left out of one that is read, and refused
    /// in one that is made.
    static final int MOST = 32;

    private static final Pattern OPTION = Pattern.compile("[a-z][a-z0-9-]*(?::[0-9]{1,9})?");
    private static final Pattern BLANKS = Pattern.compile("[ \t]+");

    public ResolvConf {
        nameservers = List.copyOf(nameservers);
        search = List.copyOf(search);
        options = List.copyOf(options);
        search.forEach(domain -> HostName.check(domain, "search domain"));
        options.forEach(ResolvConf::checkOption);
        Stream.of(nameservers, search, options).forEach(ResolvConf::checkCount);
    }

    private static void checkOption(String option) {
        if (!OPTION.matcher(option).matches()) {
            throw Failure.invalid("\"" + option + "\" is no option of resolv.conf")
                    .hint("write it as ndots:2 or rotate");
        }
    }

    private static void checkCount(List<?> list) {
        if (list.size() > MOST) {
            throw Failure.invalid(
                    "resolv.conf takes " + MOST + " name servers, domains and options at most");
        }
    }

    /// Nobody to ask.
    public static final ResolvConf EMPTY = new ResolvConf(List.of(), List.of(), List.of());

    /// Reads a file. What cannot be understood is skipped, as C libraries do.
    public static ResolvConf parse(String text) {
        List<InetAddress> nameservers = new ArrayList<>();
        List<String> search = List.of();
        List<String> options = new ArrayList<>();
        for (String line : (Iterable<String>) text.lines()::iterator) {
            List<String> words = List.of(BLANKS.split(line.strip()));
            List<String> values = words.subList(1, words.size());
            switch (words.getFirst()) {
                case "nameserver" ->
                        values.stream()
                                .limit(1)
                                .forEach(word -> address(word).ifPresent(nameservers::add));
                case "domain" -> search = domains(values.stream().limit(1));
                case "search" -> search = domains(values.stream());
                case "options" -> options.addAll(values);
                default -> {}
            }
        }
        return new ResolvConf(
                nameservers.stream().limit(MOST).toList(),
                search,
                options.stream()
                        .filter(option -> OPTION.matcher(option).matches())
                        .limit(MOST)
                        .toList());
    }

    private static List<String> domains(Stream<String> words) {
        return words.filter(HostName::is).limit(MOST).toList();
    }

    /// An address, perhaps with an interface of this host (`fe80::1%eth0`).
    private static Optional<InetAddress> address(String text) {
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException noAddress) {
            return Optional.empty();
        }
    }

    /// What a user says about names: `--dns`, `--dns-search` and `--dns-option`.
    ///
    /// @param search `.` alone for none, whatever the host has
    public record Choice(List<InetAddress> servers, List<String> search, List<String> options) {
        /// Everything as the host has it.
        public static final Choice NONE = new Choice(List.of(), List.of(), List.of());

        private static final List<String> NO_DOMAIN = List.of(".");

        public Choice {
            servers = List.copyOf(servers);
            search = List.copyOf(search);
            options = List.copyOf(options);
        }
    }

    /// What a box gets of this file of its host: what the user says, and for the rest what the host
    /// has, but for servers that mean somebody else in the box's network.
    public ResolvConf with(Choice choice) {
        return new ResolvConf(
                choice.servers.isEmpty() ? reachable() : choice.servers,
                choice.search.equals(Choice.NO_DOMAIN)
                        ? List.of()
                        : choice.search.isEmpty() ? search : choice.search,
                choice.options.isEmpty() ? options : choice.options);
    }

    /// The servers that can be reached from another network namespace, too: neither on the loopback
    /// device nor on one link.
    private List<InetAddress> reachable() {
        return nameservers.stream()
                .filter(server ->
                        !server.isLoopbackAddress()
                                && !server.isAnyLocalAddress()
                                && !server.isLinkLocalAddress())
                .toList();
    }

    /// The same, asked of the servers of a box's networks, who know all names there are: a name
    /// without a dot is asked for as it is, before any search domain.
    public ResolvConf servedBy(List<InetAddress> servers) {
        Stream<String> ndots = option("ndots").isPresent() ? Stream.empty() : Stream.of("ndots:0");
        return new ResolvConf(
                servers, search, Stream.concat(options.stream(), ndots).limit(MOST).toList());
    }

    /// The same, with other servers before its own.
    public ResolvConf askingFirst(List<InetAddress> servers) {
        List<InetAddress> all =
                Stream.concat(servers.stream(), nameservers.stream()).limit(MOST).toList();
        return new ResolvConf(all, search, options);
    }

    /// The value of an option; nothing if there is no such, or it has none.
    Optional<String> option(String name) {
        return options.stream()
                .filter(option -> option.startsWith(name + ":"))
                .map(option -> option.substring(name.length() + 1))
                .reduce((_, last) -> last);
    }

    /// The value of an option that is a number.
    ///
    /// @param most what a greater value means
    public int number(String name, int absent, int most) {
        return option(name).map(digits -> Math.min(Integer.parseInt(digits), most)).orElse(absent);
    }

    /// Whether an option without a value is there.
    public boolean has(String name) {
        return options.contains(name);
    }

    /// What stands in the file.
    public String text() {
        StringBuilder text = new StringBuilder();
        nameservers.forEach(
                server -> text.append("nameserver ").append(Addresses.text(server)).append('\n'));
        if (!search.isEmpty()) {
            text.append("search ").append(String.join(" ", search)).append('\n');
        }
        if (!options.isEmpty()) {
            text.append("options ").append(String.join(" ", options)).append('\n');
        }
        return text.toString();
    }
}
