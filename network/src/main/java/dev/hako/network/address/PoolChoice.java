package dev.hako.network.address;

import dev.hako.failure.Failure;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// Chooses the addresses of a network whose user has not. Who chooses for a host holds a
/// [ChoiceLock] from the look at what is taken until the choice can be seen by others.
public final class PoolChoice {
    /// What Docker chooses from, in its order: 15 networks of 65536 addresses, then 16 of 4096.
    public static final List<Pool> DEFAULT =
            List.of(
                    Pool.of("172.17.0.0/16", 16),
                    Pool.of("172.18.0.0/16", 16),
                    Pool.of("172.19.0.0/16", 16),
                    Pool.of("172.20.0.0/14", 16),
                    Pool.of("172.24.0.0/14", 16),
                    Pool.of("172.28.0.0/14", 16),
                    Pool.of("192.168.0.0/16", 20));

    private static final int LOCAL_PREFIX = 0xfd;
    private static final int IPV6_BYTES = 16;
    private static final int IPV6_NETWORK_BYTES = 8;
    private static final int TRIES = 64;

    private PoolChoice() {}

    /// A range that is cut into networks.
    ///
    /// @param range all of it
    /// @param prefixLength how many leading bits name one of the networks
    public record Pool(Subnet range, int prefixLength) {
        private static final int MOST_BITS = 20;

        public Pool {
            int bits = prefixLength - range.prefixLength();
            if (bits < 0 || bits > MOST_BITS) {
                throw Failure.invalid(
                        "\"" + range + "\" cannot be cut into networks of /" + prefixLength);
            }
        }

        static Pool of(String range, int prefixLength) {
            return new Pool(Subnet.parse(range), prefixLength);
        }

        Stream<Subnet> networks() {
            int count = 1 << prefixLength - range.prefixLength();
            BigInteger size = range.size().divide(BigInteger.valueOf(count));
            return Stream.iterate(BigInteger.ZERO, index -> index.add(size))
                    .limit(count)
                    .map(index -> Subnet.of(range.address(index), prefixLength));
        }
    }

    /// The first network of the pools of which nothing is taken.
    ///
    /// @throws Failure `EXHAUSTED` if there is none
    public static Subnet of(List<Pool> pools, Collection<Subnet> taken) {
        return pools.stream()
                .flatMap(Pool::networks)
                .filter(network -> taken.stream().noneMatch(network::overlaps))
                .findFirst()
                .orElseThrow(PoolChoice::exhausted);
    }

    /// A network of 64 bits among the addresses that nobody gives out (RFC 4193): the other 56 bits
    /// are random, so that networks of different hosts can meet.
    ///
    /// @throws Failure `EXHAUSTED` if nearly all are taken
    public static Subnet ofUniqueLocal(RandomGenerator random, Collection<Subnet> taken) {
        return Stream.generate(() -> uniqueLocal(random))
                .limit(TRIES)
                .filter(network -> taken.stream().noneMatch(network::overlaps))
                .findFirst()
                .orElseThrow(PoolChoice::exhausted);
    }

    private static Subnet uniqueLocal(RandomGenerator random) {
        byte[] network = new byte[IPV6_NETWORK_BYTES];
        random.nextBytes(network);
        network[0] = (byte) LOCAL_PREFIX;
        byte[] address = Arrays.copyOf(network, IPV6_BYTES);
        return Subnet.of(Addresses.of(address), IPV6_NETWORK_BYTES * Byte.SIZE);
    }

    private static Failure exhausted() {
        return Failure.of(
                        Failure.Kind.EXHAUSTED,
                        "no range of addresses is left that is not in use on this host")
                .hint("give one, such as --subnet 10.90.0.0/24");
    }
}
