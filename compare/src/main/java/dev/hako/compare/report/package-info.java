/// What a comparison has found, written down: [Report] is the whole of it, [ReportJson] for
/// programs (and read back for [Change]), [MarkdownReport] for people, [HtmlReport] with charts for
/// an audience. Values and pure functions; no threads, no locks.
@NullMarked
package dev.hako.compare.report;

import org.jspecify.annotations.NullMarked;
