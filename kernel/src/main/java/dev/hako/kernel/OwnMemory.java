package dev.hako.kernel;

/// The memory of this process that it can have again whenever it wants: madvise(2), malloc_trim(3).
public final class OwnMemory {
    static final int MADV_DONTNEED = 4;

    /// A heap of so much is left alone: one of an engine that has not done much is smaller.
    private static final long SMALL_HEAP = 12 << 20;

    private static long heapBytes = SMALL_HEAP;

    private OwnMemory() {}

    /// Gives back what the heap has grown by, what the allocator keeps for later, and the pages of
    /// files that are only read. A page of a file that is wanted again is in the system's cache, at
    /// the price of a fault.
    public static synchronized void giveBack() {
        shrinkHeap();
        CFunctions.malloc_trim(0);
        for (MemoryMapping mapping : MemoryMapping.parse(ProcFile.read("/proc/self/smaps"))) {
            if (mapping.isOnlyRead()) {
                ProcessCalls.madvise(mapping.start(), mapping.length(), MADV_DONTNEED);
            }
        }
    }

    /// The heap shrinks with a full collection only. That costs some ten milliseconds, and nothing
    /// if the heap is as it was after the last one.
    private static void shrinkHeap() {
        if (Runtime.getRuntime().totalMemory() > heapBytes) {
            System.gc();
            heapBytes = Math.max(SMALL_HEAP, Runtime.getRuntime().totalMemory() * 5 / 4);
        }
    }
}
