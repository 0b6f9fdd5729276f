package dev.hako.app.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A part of a template.
sealed interface Node {
    record Text(String text) implements Node {}

    /// `{{ pipeline }}`; one that sets a variable prints nothing.
    record Action(Pipeline pipeline) implements Node {}

    record If(Pipeline condition, List<Node> then, List<Node> otherwise) implements Node {}

    record With(Pipeline value, List<Node> body, List<Node> otherwise) implements Node {}

    record Range(Pipeline items, List<Node> body, List<Node> otherwise) implements Node {}

    /// Commands of which each gets the result of the one before as its last argument.
    ///
    /// @param variables what the result is assigned to; none: it is printed or decided on
    /// @param declares whether the variables are new
    record Pipeline(List<String> variables, boolean declares, List<Command> commands, int column) {}

    /// A value, or a function or method with its arguments.
    record Command(List<Operand> operands) {}

    /// What a command is made of.
    sealed interface Operand {
        int column();
    }

    /// A string, number, boolean or nil.
    record Literal(Value value, int column) implements Operand {}

    /// The name of a function.
    record Function(String name, int column) implements Operand {}

    /// Fields of what `start` stands for, one in the other.
    record Chain(Start start, List<String> fields, int column) implements Operand {}

    /// Where a chain of fields begins.
    sealed interface Start {
        record Dot() implements Start {}

        record Variable(String name) implements Start {}

        record Nested(Pipeline pipeline) implements Start {}
    }

    /// A value that may be nothing.
    record Value(@Nullable Object object) {}
}
