/// How answers look: tables for people, JSON and templates for programs.
///
/// Start reading at {@link dev.hako.app.output.Listing}. Whatever comes from elsewhere (names,
/// commands, labels) is made harmless before a terminal sees it.
@NullMarked
package dev.hako.app.output;

import org.jspecify.annotations.NullMarked;
