package dev.hako.build.dockerfile;

import dev.hako.failure.Failure;
import java.util.List;

/// An instruction as it is written: a line with those that continue it, and the documents that
/// follow it.
///
/// @param number of its first line, from 1
/// @param keyword of the instruction, in capitals
/// @param rest what follows the keyword
record LogicalLine(int number, String keyword, String rest, List<HereDocument> documents) {
    LogicalLine {
        documents = List.copyOf(documents);
    }

    /// The same place, seen as another instruction.
    LogicalLine as(String otherKeyword, String otherRest) {
        return new LogicalLine(number, otherKeyword, otherRest, documents);
    }

    Failure invalid(String cause) {
        return Failure.invalid(where() + cause);
    }

    Failure unsupported(String what) {
        return Failure.unsupported(where() + what + " is not supported");
    }

    private String where() {
        return "line " + number + ", " + keyword + ": ";
    }
}
