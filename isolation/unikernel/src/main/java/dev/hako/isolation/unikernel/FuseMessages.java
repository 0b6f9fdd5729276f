package dev.hako.isolation.unikernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.Map;

/// What this machine's kernel asks of a guest in the messages of FUSE (`linux/fuse.h`), and what of
/// the guest's answers it gets to see.
///
/// Answers are not believed: there are no notices, which could change what the kernel holds
/// unasked, none of the abilities that a server of files may ask for beyond those that this one is
/// known to use, and no directory without an end.
final class FuseMessages {
    /// As large as any message is (`FUSE_ROOM`).
    static final int ROOM = (128 << 10) + 4096;

    static final int ANSWER_HEAD = 16;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
    private static final int REQUEST_HEAD = 40;

    private static final int FORGET = 2;
    private static final int INIT = 26;
    private static final int READDIR = 28;
    private static final int RELEASEDIR = 29;
    private static final int INTERRUPT = 36;
    private static final int BATCH_FORGET = 42;
    private static final int READDIRPLUS = 44;

    /// `FUSE_ASYNC_READ`, `…_ATOMIC_O_TRUNC`, `…_BIG_WRITES`, `…_AUTO_INVAL_DATA`,
    /// `…_PARALLEL_DIROPS`, `…_MAX_PAGES`.
    private static final int ABILITIES = 1 | 1 << 3 | 1 << 5 | 1 << 12 | 1 << 18 | 1 << 22;

    private static final int FLAGS_OF_INIT = ANSWER_HEAD + 12;
    private static final int MORE_FLAGS_OF_INIT = ANSWER_HEAD + 32;
    private static final int SIZE_OF_INIT = ANSWER_HEAD + 64;

    /// What may be asked of one directory: names of some millions of files.
    private static final long MOST_OF_DIRECTORY = 256L << 20;

    private final Map<Long, Long> listed = new HashMap<>();
    private long first;
    private int awaited;

    /// Notes what is asked.
    ///
    /// @return false if that goes too far
    synchronized boolean ask(MemorySegment request) {
        int code = request.get(INT, 4);
        if (code != FORGET && code != BATCH_FORGET && code != INTERRUPT) {
            awaited++;
        }
        switch (code) {
            case INIT -> first = request.get(LONG, 8);
            case READDIR, READDIRPLUS -> {
                long handle = request.get(LONG, REQUEST_HEAD);
                long size = request.get(INT, REQUEST_HEAD + 16);
                return listed.merge(handle, size, Long::sum) <= MOST_OF_DIRECTORY;
            }
            case RELEASEDIR -> listed.remove(request.get(LONG, REQUEST_HEAD));
            default -> {}
        }
        return true;
    }

    /// Whether answers are to come.
    synchronized boolean isAsking() {
        return awaited > 0;
    }

    /// How long an answer is whose first bytes are these; -1 if there is none of that length.
    static int length(MemorySegment head) {
        int length = head.get(INT, 0);
        return length < ANSWER_HEAD || length > ROOM ? -1 : length;
    }

    /// Looks at a whole answer, and takes out of it what is not to be asked for.
    ///
    /// @return false if it is none
    synchronized boolean answer(MemorySegment answer) {
        long unique = answer.get(LONG, 8);
        if (unique == 0 || awaited == 0) {
            return false;
        }
        awaited--;
        if (unique == first && answer.byteSize() > ANSWER_HEAD) {
            if (answer.byteSize() != SIZE_OF_INIT) {
                return false;
            }
            answer.set(INT, FLAGS_OF_INIT, answer.get(INT, FLAGS_OF_INIT) & ABILITIES);
            answer.set(INT, MORE_FLAGS_OF_INIT, 0);
        }
        return true;
    }
}
