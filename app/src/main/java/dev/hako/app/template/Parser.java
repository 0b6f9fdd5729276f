package dev.hako.app.template;

import static dev.hako.app.template.Template.mistake;

import dev.hako.app.template.Node.Chain;
import dev.hako.app.template.Node.Command;
import dev.hako.app.template.Node.Function;
import dev.hako.app.template.Node.Literal;
import dev.hako.app.template.Node.Operand;
import dev.hako.app.template.Node.Pipeline;
import dev.hako.app.template.Node.Start;
import dev.hako.app.template.Node.Value;
import dev.hako.app.template.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/// Makes nodes of words: recursive descent, one method for each rule of the grammar.
final class Parser {
    private static final int MAX_DEPTH = 64;

    private final List<Token> tokens;
    private final List<String> variables = new ArrayList<>(List.of("$"));
    private int at;
    private int depth;

    private Parser(List<Token> tokens) {
        this.tokens = tokens;
    }

    static List<Node> parse(List<Token> tokens) {
        Parser parser = new Parser(tokens);
        List<Node> nodes = parser.block();
        Token last = parser.peek();
        if (last.kind() != Kind.END) {
            throw mistake(last.column(), last.shown() + " without if, range or with");
        }
        return nodes;
    }

    private Token peek() {
        return tokens.get(at);
    }

    private Token take() {
        return tokens.get(at++);
    }

    private void deeper(int column) {
        if (++depth > MAX_DEPTH) {
            throw mistake(column, "nested more than " + MAX_DEPTH + " deep");
        }
    }

    /// Nodes up to `{{end}}`, `{{else}}` or the end, whose first word is left for the caller.
    private List<Node> block() {
        List<Node> nodes = new ArrayList<>();
        int known = variables.size();
        while (peek().kind() != Kind.END) {
            Token token = take();
            if (token.kind() == Kind.TEXT) {
                nodes.add(new Node.Text(token.text()));
            } else if (peek().is(Kind.WORD, "end") || peek().is(Kind.WORD, "else")) {
                break;
            } else {
                nodes.add(action());
            }
        }
        variables.subList(known, variables.size()).clear();
        return nodes;
    }

    /// What follows `{{`.
    private Node action() {
        Token first = peek();
        if (first.kind() == Kind.WORD) {
            switch (first.text()) {
                case "if", "range", "with" -> {
                    return control(take());
                }
                case "define", "template", "block", "break", "continue" ->
                        throw mistake(first.column(), first.shown() + " is not supported");
                default -> {}
            }
        }
        Pipeline pipeline = pipeline();
        close();
        return new Node.Action(pipeline);
    }

    private Node control(Token keyword) {
        deeper(keyword.column());
        int known = variables.size();
        Pipeline pipeline = pipeline();
        close();
        List<Node> body = block();
        List<Node> otherwise = otherwise(keyword);
        variables.subList(known, variables.size()).clear();
        depth--;
        return switch (keyword.text()) {
            case "if" -> new Node.If(pipeline, body, otherwise);
            case "with" -> new Node.With(pipeline, body, otherwise);
            default -> new Node.Range(pipeline, body, otherwise);
        };
    }

    /// `{{end}}`, or `{{else}}` and what follows it.
    private List<Node> otherwise(Token keyword) {
        Token word = take();
        if (word.kind() == Kind.END) {
            throw mistake(keyword.column(), keyword.shown() + " without end");
        }
        if (word.text().equals("end")) {
            close();
            return List.of();
        }
        boolean chained = peek().kind() == Kind.WORD && peek().text().equals(keyword.text());
        if (chained && !keyword.text().equals("range")) {
            // `{{else if}}` shares the `{{end}}` of the first `{{if}}`.
            return List.of(control(take()));
        }
        close();
        List<Node> nodes = block();
        Token end = take();
        if (!end.is(Kind.WORD, "end")) {
            throw mistake(
                    end.kind() == Kind.END ? keyword.column() : end.column(),
                    keyword.shown() + " without end");
        }
        close();
        return nodes;
    }

    private void close() {
        Token token = take();
        if (token.kind() != Kind.CLOSE) {
            throw mistake(token.column(), "unexpected " + token.shown());
        }
    }

    private Pipeline pipeline() {
        int column = peek().column();
        deeper(column);
        List<String> assigned = new ArrayList<>();
        boolean declares = assignment(assigned);
        List<Command> commands = new ArrayList<>();
        commands.add(command());
        while (peek().is(Kind.MARK, "|")) {
            take();
            commands.add(command());
        }
        if (declares) {
            variables.addAll(assigned);
        }
        depth--;
        return new Pipeline(assigned, declares, commands, column);
    }

    /// `$a :=`, `$a =` or `$a, $b :=`, if that is what comes.
    ///
    /// @return whether the variables are new
    private boolean assignment(List<String> assigned) {
        int start = at;
        while (peek().kind() == Kind.VARIABLE) {
            assigned.add(take().text());
            if (!peek().is(Kind.MARK, ",")) {
                break;
            }
            take();
        }
        boolean declares = peek().is(Kind.MARK, ":=");
        if (assigned.isEmpty() || (!declares && !peek().is(Kind.MARK, "="))) {
            assigned.clear();
            at = start;
            return false;
        }
        if (assigned.size() > 2) {
            throw mistake(tokens.get(start).column(), "more than two variables");
        }
        if (!declares) {
            assigned.forEach(name -> requireKnown(name, tokens.get(start).column()));
        }
        take();
        return declares;
    }

    private void requireKnown(String name, int column) {
        if (!variables.contains(name)) {
            throw mistake(column, "no such variable \"" + name + "\"");
        }
    }

    private Command command() {
        List<Operand> operands = new ArrayList<>();
        while (!endsCommand(peek())) {
            operands.add(operand());
        }
        if (operands.isEmpty()) {
            throw mistake(peek().column(), "a value is missing before " + peek().shown());
        }
        if (operands.size() > 1 && operands.getFirst() instanceof Literal literal) {
            throw mistake(literal.column(), "a constant takes no arguments");
        }
        return new Command(operands);
    }

    private static boolean endsCommand(Token token) {
        return switch (token.kind()) {
            case CLOSE, END -> true;
            case MARK -> token.text().equals("|") || token.text().equals(")");
            default -> false;
        };
    }

    private Operand operand() {
        Token token = take();
        int column = token.column();
        return switch (token.kind()) {
            case STRING -> new Literal(new Value(token.text()), column);
            case NUMBER -> new Literal(new Value(number(token)), column);
            case WORD -> word(token);
            case DOT -> chain(new Start.Dot(), new ArrayList<>(), column);
            case FIELD -> chain(new Start.Dot(), new ArrayList<>(List.of(token.text())), column);
            case VARIABLE -> {
                requireKnown(token.text(), column);
                yield chain(new Start.Variable(token.text()), new ArrayList<>(), column);
            }
            case MARK -> nested(token);
            case TEXT, OPEN, CLOSE, END -> throw mistake(column, "unexpected " + token.shown());
        };
    }

    private Operand nested(Token token) {
        if (!token.text().equals("(")) {
            throw mistake(token.column(), "unexpected " + token.shown());
        }
        Pipeline pipeline = pipeline();
        Token close = take();
        if (!close.is(Kind.MARK, ")")) {
            throw mistake(token.column(), "\"(\" without \")\"");
        }
        return chain(new Start.Nested(pipeline), new ArrayList<>(), token.column());
    }

    private Operand chain(Start start, List<String> fields, int column) {
        while (peek().kind() == Kind.FIELD && !peek().spaced()) {
            fields.add(take().text());
        }
        return new Chain(start, fields, column);
    }

    private static Operand word(Token token) {
        return switch (token.text()) {
            case "true" -> new Literal(new Value(true), token.column());
            case "false" -> new Literal(new Value(false), token.column());
            case "nil" -> new Literal(new Value(null), token.column());
            default -> {
                if (!Functions.isKnown(token.text())) {
                    throw mistake(token.column(), "no such function " + token.shown());
                }
                yield new Function(token.text(), token.column());
            }
        };
    }

    private static Number number(Token token) {
        try {
            return token.text().indexOf('.') < 0
                    ? (Number) Long.decode(token.text())
                    : (Number) Double.valueOf(token.text());
        } catch (NumberFormatException e) {
            throw mistake(token.column(), "not a number: " + token.shown());
        }
    }
}
