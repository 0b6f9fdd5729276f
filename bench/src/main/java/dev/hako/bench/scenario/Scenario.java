package dev.hako.bench.scenario;

import dev.hako.bench.figure.Line;
import java.util.List;

/// One question, and how it is answered.
public interface Scenario {
    /// A word, for the command line.
    String name();

    /// The question as a title of the report.
    String title();

    /// Measures.
    ///
    /// @throws RuntimeException if that did not work out, with the reason
    List<Line> measure(Setting setting);
}
