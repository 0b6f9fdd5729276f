package dev.hako.app.template;

import static dev.hako.app.template.Template.mistake;

import dev.hako.app.document.Document;
import dev.hako.app.template.Node.Chain;
import dev.hako.app.template.Node.Command;
import dev.hako.app.template.Node.Function;
import dev.hako.app.template.Node.Literal;
import dev.hako.app.template.Node.Operand;
import dev.hako.app.template.Node.Pipeline;
import dev.hako.app.template.Node.Start;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// One filling of a template.
final class Evaluation {
    private static final int MAX_OUTPUT = 16 << 20;
    private static final int MAX_STEPS = 1_000_000;

    private final StringBuilder out = new StringBuilder();
    private final List<Variable> variables = new ArrayList<>();
    private final UnaryOperator<String> shown;
    private int steps;

    private static final class Variable {
        private final String name;
        private @Nullable Object value;

        Variable(String name, @Nullable Object value) {
            this.name = name;
            this.value = value;
        }
    }

    Evaluation(@Nullable Object tree, UnaryOperator<String> shown) {
        this.shown = shown;
        variables.add(new Variable("$", tree));
    }

    String run(List<Node> nodes) {
        walk(nodes, variables.getFirst().value);
        return out.toString();
    }

    private void walk(List<Node> nodes, @Nullable Object dot) {
        int known = variables.size();
        for (Node node : nodes) {
            walk(node, dot);
        }
        variables.subList(known, variables.size()).clear();
    }

    private void walk(Node node, @Nullable Object dot) {
        switch (node) {
            case Node.Text(String text) -> print(text, 1);
            case Node.Action(Pipeline pipeline) -> {
                Object value = evaluate(pipeline, dot);
                if (pipeline.variables().isEmpty()) {
                    print(shown.apply(Values.text(value)), pipeline.column());
                }
            }
            case Node.If(Pipeline condition, List<Node> then, List<Node> otherwise) -> {
                int known = variables.size();
                walk(Values.truth(evaluate(condition, dot)) ? then : otherwise, dot);
                forget(known);
            }
            case Node.With(Pipeline pipeline, List<Node> body, List<Node> otherwise) -> {
                int known = variables.size();
                Object value = evaluate(pipeline, dot);
                if (Values.truth(value)) {
                    walk(body, value);
                } else {
                    walk(otherwise, dot);
                }
                forget(known);
            }
            case Node.Range range -> range(range, dot);
        }
    }

    private void forget(int known) {
        variables.subList(known, variables.size()).clear();
    }

    private void range(Node.Range range, @Nullable Object dot) {
        int known = variables.size();
        Object items = evaluateOnly(range.items(), dot);
        int count =
                switch (items) {
                    case null -> 0;
                    case List<?> list -> overList(range, list);
                    case Map<?, ?> map -> overMap(range, map);
                    default ->
                            throw mistake(
                                    range.items().column(), "cannot range over " + describe(items));
                };
        if (count == 0) {
            walk(range.otherwise(), dot);
        }
        forget(known);
    }

    private int overList(Node.Range range, List<?> list) {
        for (int i = 0; i < list.size(); i++) {
            turn(range, (long) i, list.get(i));
        }
        return list.size();
    }

    private int overMap(Node.Range range, Map<?, ?> map) {
        for (Map.Entry<?, ?> entry : Values.sorted(map)) {
            turn(range, entry.getKey(), entry.getValue());
        }
        return map.size();
    }

    private void turn(Node.Range range, @Nullable Object key, @Nullable Object value) {
        step(range.items().column());
        int known = variables.size();
        List<String> names = range.items().variables();
        if (names.size() == 2) {
            assign(range.items(), 0, key);
        }
        if (!names.isEmpty()) {
            assign(range.items(), names.size() - 1, value);
        }
        walk(range.body(), value);
        forget(known);
    }

    private @Nullable Object evaluate(Pipeline pipeline, @Nullable Object dot) {
        Object value = evaluateOnly(pipeline, dot);
        if (pipeline.variables().size() == 2) {
            throw mistake(pipeline.column(), "two variables outside range");
        }
        if (!pipeline.variables().isEmpty()) {
            assign(pipeline, 0, value);
        }
        return value;
    }

    private void assign(Pipeline pipeline, int index, @Nullable Object value) {
        String name = pipeline.variables().get(index);
        if (pipeline.declares()) {
            variables.add(new Variable(name, value));
        } else {
            variable(name).value = value;
        }
    }

    private Variable variable(String name) {
        for (int i = variables.size() - 1; i >= 0; i--) {
            if (variables.get(i).name.equals(name)) {
                return variables.get(i);
            }
        }
        throw new IllegalStateException("the parser let " + name + " through");
    }

    private @Nullable Object evaluateOnly(Pipeline pipeline, @Nullable Object dot) {
        Object value = null;
        boolean piped = false;
        for (Command command : pipeline.commands()) {
            step(pipeline.column());
            value = evaluate(command, dot, piped, value);
            piped = true;
        }
        return value;
    }

    private @Nullable Object evaluate(
            Command command, @Nullable Object dot, boolean piped, @Nullable Object last) {
        Operand first = command.operands().getFirst();
        List<@Nullable Object> arguments = new ArrayList<>();
        for (Operand operand : command.operands().subList(1, command.operands().size())) {
            arguments.add(evaluate(operand, dot));
        }
        if (piped) {
            arguments.add(last);
        }
        if (first instanceof Function(String name, int column)) {
            return Functions.call(name, arguments, column);
        }
        Object value = evaluate(first, dot);
        if (value instanceof Document.Method method) {
            return call(method, arguments, first.column());
        }
        if (!arguments.isEmpty()) {
            throw mistake(first.column(), "arguments for what is no function");
        }
        return value;
    }

    private static @Nullable Object call(
            Document.Method method, List<@Nullable Object> arguments, int column) {
        try {
            return method.call(arguments);
        } catch (IllegalArgumentException e) {
            throw mistake(column, String.valueOf(e.getMessage()));
        }
    }

    private @Nullable Object evaluate(Operand operand, @Nullable Object dot) {
        return switch (operand) {
            case Literal(Node.Value value, int _) -> value.object();
            case Function(String name, int column) -> Functions.call(name, List.of(), column);
            case Chain(Start start, List<String> fields, int column) -> {
                Object value =
                        switch (start) {
                            case Start.Dot _ -> dot;
                            case Start.Variable(String name) -> variable(name).value;
                            case Start.Nested(Pipeline pipeline) -> evaluate(pipeline, dot);
                        };
                for (String field : fields) {
                    value = field(value, field, column);
                }
                yield value;
            }
        };
    }

    private @Nullable Object field(@Nullable Object value, String field, int column) {
        step(column);
        return switch (value) {
            case null -> throw mistake(column, "nothing here has a field \"" + field + "\"");
            case Document document -> {
                if (!document.names().contains(field)) {
                    throw mistake(column, "no field \"" + field + "\"")
                            .hint("there are " + String.join(", ", document.names()));
                }
                yield document.value(field);
            }
            case Map<?, ?> map -> map.get(field);
            default -> throw mistake(column, describe(value) + " has no field \"" + field + "\"");
        };
    }

    static String describe(@Nullable Object value) {
        return switch (value) {
            case null -> "nothing";
            case String _ -> "a string";
            case Boolean _ -> "a boolean";
            case Number _ -> "a number";
            case List<?> _ -> "a list";
            case Map<?, ?> _ -> "a map";
            case Document.Method _ -> "a method";
            default -> "an object";
        };
    }

    private void print(String text, int column) {
        if (out.length() + text.length() > MAX_OUTPUT) {
            throw mistake(column, "the output grows beyond " + MAX_OUTPUT + " characters");
        }
        out.append(text);
    }

    private void step(int column) {
        if (++steps > MAX_STEPS) {
            throw mistake(column, "more than " + MAX_STEPS + " steps");
        }
    }
}
