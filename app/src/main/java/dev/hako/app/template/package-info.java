/// The part of Go's text/template language that Docker's users write after `--format`.
///
/// Start reading at {@link dev.hako.app.template.Template}: text is cut into {@link
/// dev.hako.app.template.Token}s, these become {@link dev.hako.app.template.Node}s, and an {@link
/// dev.hako.app.template.Evaluation} walks them over a tree of values.
///
/// Supported: fields and chains, variables, `if`, `else if`, `range`, `with`, `else`, comments,
/// trim marks, parentheses, pipes, Go's comparison and text functions, and Docker's `json`, `join`,
/// `split`, `lower`, `upper`, `title`, `pad`, `truncate`, `println`. Not supported, and refused by
/// name: `define`, `template`, `block`, `break`, `continue`. Unlike Go, an unknown field of a
/// document is always an error.
///
/// Invariants: a template is foreign text, so its length, nesting, work and output are bounded;
/// every mistake names the column where it is. A parsed template is immutable and may be used by
/// any thread.
@NullMarked
package dev.hako.app.template;

import org.jspecify.annotations.NullMarked;
