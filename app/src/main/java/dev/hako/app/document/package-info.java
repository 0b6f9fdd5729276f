/// Answers as trees, from which tables, JSON and templates are all made.
///
/// Start reading at {@link dev.hako.app.document.Document}. A tree's values are strings, whole and
/// floating numbers, booleans, null, lists, string-keyed maps (whose keys are data) and documents
/// (whose keys are known).
@NullMarked
package dev.hako.app.document;

import org.jspecify.annotations.NullMarked;
