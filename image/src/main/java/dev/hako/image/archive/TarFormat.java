package dev.hako.image.archive;

/// Where things are in a tar header: POSIX.1-1988 ustar, tar(5).
final class TarFormat {
    static final int BLOCK = 512;
    static final int NAME = 0;
    static final int NAME_LENGTH = 100;
    static final int MODE = 100;
    static final int UID = 108;
    static final int GID = 116;
    static final int ID_LENGTH = 8;
    static final int SIZE = 124;
    static final int MTIME = 136;
    static final int NUMBER_LENGTH = 12;
    static final int CHECKSUM = 148;
    static final int CHECKSUM_LENGTH = 8;
    static final int TYPE = 156;
    static final int LINK = 157;
    static final int MAGIC = 257;
    static final int DEVMAJOR = 329;
    static final int DEVMINOR = 337;
    static final int PREFIX = 345;
    static final int PREFIX_LENGTH = 155;

    /// What a header's numbers hold in octal digits.
    static final long MAX_ID = 07777777;

    static final long MAX_NUMBER = 077777777777L;

    static final char REGULAR = '0';
    static final char HARD_LINK = '1';
    static final char SYMBOLIC_LINK = '2';
    static final char CHARACTER = '3';
    static final char BLOCK_DEVICE = '4';
    static final char DIRECTORY = '5';
    static final char FIFO = '6';
    static final char PAX = 'x';
    static final char GLOBAL_PAX = 'g';
    static final char GNU_NAME = 'L';
    static final char GNU_LINK = 'K';
    static final char GNU_SPARSE = 'S';
    static final char GNU_DIRECTORY = 'D';
    static final char GNU_LABEL = 'V';

    static final String XATTR = "SCHILY.xattr.";
    static final String ACL = "SCHILY.acl.";

    private TarFormat() {}

    /// The sum of a header's bytes, its own field counted as spaces.
    static int checksum(byte[] header) {
        int sum = CHECKSUM_LENGTH * ' ';
        for (int i = 0; i < BLOCK; i++) {
            if (i < CHECKSUM || i >= CHECKSUM + CHECKSUM_LENGTH) {
                sum += header[i] & 0xff;
            }
        }
        return sum;
    }

    /// What fills the last block of so many bytes.
    static int padding(long size) {
        return (int) (-size & (BLOCK - 1));
    }

    /// The bytes of an entry and its content, without extended headers.
    static long bytes(Entry entry) {
        return BLOCK + entry.size() + padding(entry.size());
    }
}
