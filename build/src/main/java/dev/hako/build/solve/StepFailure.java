package dev.hako.build.solve;

import dev.hako.failure.Failure;
import java.util.List;

/// A step that could not be done.
public final class StepFailure extends Failure {
    private static final long serialVersionUID = 1;

    private final int line;
    private final transient List<String> output;

    private StepFailure(Kind kind, String text, int line, List<String> output) {
        super(kind, text);
        this.line = line;
        this.output = List.copyOf(output);
    }

    private StepFailure(Failure cause, String remedy, int line, List<String> output) {
        super(cause.kind(), cause.text(), remedy);
        this.line = line;
        this.output = List.copyOf(output);
    }

    /// @param cause that names the line and the instruction
    static StepFailure of(Failure cause, int line, List<String> output) {
        return cause.hint().isPresent()
                ? new StepFailure(cause, cause.hint().get(), line, output)
                : new StepFailure(cause.kind(), cause.text(), line, output);
    }

    /// Of the Dockerfile, from 1.
    public int line() {
        return line;
    }

    /// The last lines that its program has written.
    public List<String> output() {
        return output;
    }
}
