package dev.hako.image.archive;

import static dev.hako.image.archive.TarFormat.BLOCK;
import static dev.hako.image.archive.TarNumbers.damaged;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Which parts of a sparse file an archive has: GNU tar's manual, "Storing Sparse Files". All
/// between them is a hole.
///
/// @param size of the whole file
/// @param parts in their order, none over another
/// @param mapBytes of the member's data that were the map itself
record SparseMap(long size, List<Part> parts, long mapBytes) {
    static final String PAX_MAP = "GNU.sparse.map";

    private static final long MAX_SIZE = 1L << 44;
    private static final int MAX_PARTS = 1 << 17;
    private static final int OLD_MAP = 386;
    private static final int OLD_PARTS = 4;
    private static final int OLD_MORE = 482;
    private static final int OLD_SIZE = 483;
    private static final int MORE_PARTS = 21;
    private static final int MORE_MORE = 504;
    private static final int NUMBER = 12;

    /// Bytes that the archive has.
    record Part(long offset, long length) {}

    SparseMap {
        parts = List.copyOf(parts);
        if (size > MAX_SIZE) {
            throw damaged("a sparse file of " + size + " bytes");
        }
        long end = 0;
        for (Part part : parts) {
            if (part.offset < end || part.length < 0 || part.length > size - part.offset) {
                throw damaged("a sparse file whose parts overlap or are beyond its end");
            }
            end = part.offset + part.length;
        }
    }

    /// Refuses a map that is not of the data that follows.
    SparseMap ofStored(long storedBytes) {
        long sum = parts.stream().mapToLong(Part::length).sum();
        if (sum != storedBytes) {
            throw damaged("a sparse file whose map is of " + sum + " bytes of " + storedBytes);
        }
        return this;
    }

    /// GNU's oldest format: four parts in the header, more in blocks that follow.
    static SparseMap old(byte[] header, TarHeaders.Source source) throws IOException {
        List<Part> parts = new ArrayList<>();
        addOld(parts, header, OLD_MAP, OLD_PARTS);
        boolean more = header[OLD_MORE] != 0;
        byte[] block = new byte[BLOCK];
        while (more) {
            source.read(block, BLOCK);
            addOld(parts, block, 0, MORE_PARTS);
            more = block[MORE_MORE] != 0;
        }
        return new SparseMap(TarNumbers.number(header, OLD_SIZE, NUMBER), parts, 0);
    }

    private static void addOld(List<Part> parts, byte[] block, int at, int most) {
        for (int i = 0; i < most && block[at + 2 * NUMBER * i] != 0; i++) {
            int offset = at + 2 * NUMBER * i;
            add(
                    parts,
                    TarNumbers.number(block, offset, NUMBER),
                    TarNumbers.number(block, offset + NUMBER, NUMBER));
        }
    }

    private static void add(List<Part> parts, long offset, long length) {
        if (parts.size() == MAX_PARTS) {
            throw damaged("a sparse file of more than " + MAX_PARTS + " parts");
        }
        parts.add(new Part(offset, length));
    }

    /// Pax formats 0.0 and 0.1: numbers in the extended header, offset and length in turn.
    static SparseMap ofNumbers(long size, List<byte[]> numbers) {
        if (numbers.size() % 2 != 0) {
            throw damaged("a sparse file with half a part");
        }
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < numbers.size(); i += 2) {
            add(parts, TarNumbers.decimal(numbers.get(i)), TarNumbers.decimal(numbers.get(i + 1)));
        }
        return new SparseMap(size, parts, 0);
    }

    /// The numbers of format 0.1, parted by commas.
    static List<byte[]> split(byte[] list) {
        List<byte[]> numbers = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= list.length; i++) {
            if (i == list.length || list[i] == ',') {
                numbers.add(Arrays.copyOfRange(list, start, i));
                start = i + 1;
            }
        }
        return numbers;
    }

    /// Pax format 1.0: lines of numbers before the data, the first of which says how many parts.
    static SparseMap ofData(long size, TarHeaders.Source source) throws IOException {
        Lines lines = new Lines(source);
        long count = lines.next();
        List<Part> parts = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            add(parts, lines.next(), lines.next());
        }
        return new SparseMap(size, parts, lines.bytes);
    }

    /// Numbers, one a line, in whole blocks.
    private static final class Lines {
        private final TarHeaders.Source source;
        private final byte[] block = new byte[BLOCK];
        private int at = BLOCK;
        private long bytes;

        private Lines(TarHeaders.Source source) {
            this.source = source;
        }

        private long next() throws IOException {
            long value = 0;
            int digits = 0;
            for (byte b = take(); b != '\n'; b = take()) {
                if (b < '0' || b > '9' || ++digits > 18) {
                    throw damaged("a sparse file whose map is no list of numbers");
                }
                value = value * 10 + b - '0';
            }
            return value;
        }

        private byte take() throws IOException {
            if (at == BLOCK) {
                source.read(block, BLOCK);
                bytes += BLOCK;
                at = 0;
            }
            return block[at++];
        }
    }
}
