package dev.hako.network.dns;

/// How an answer ends (RFC 1035, 4.1.1; RFC 6891, 9), by its number.
enum Rcode {
    NOERROR(0),
    FORMERR(1),
    SERVFAIL(2),
    NXDOMAIN(3),
    NOTIMP(4),
    REFUSED(5),
    BADVERS(16);

    private final int number;

    Rcode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
