/// What a shell offers when its user presses Tab.
///
/// Start reading at {@link dev.hako.app.completion.Completion}. The scripts for the shells are
/// small: they ask `hako __complete`, and all that is known about a command line comes from the
/// forms of the commands and from the engine. So a shell always offers what this version
/// understands, and names of containers that are there now.
///
/// The answer of `hako __complete` is a line for each word, with a tab and a description, and a
/// last line that says what the shell adds by itself: `:words` nothing, `:files` or `:directories`
/// the names that follow the rest of that line, which is the beginning of the word.
///
/// Invariants: all types are immutable; nothing is changed by completing.
@NullMarked
package dev.hako.app.completion;

import org.jspecify.annotations.NullMarked;
