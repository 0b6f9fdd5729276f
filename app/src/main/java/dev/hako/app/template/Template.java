package dev.hako.app.template;

import dev.hako.failure.Failure;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A template, ready to be filled in any number of times.
public final class Template {
    static final int MAX_LENGTH = 1 << 16;

    private final List<Node> nodes;

    private Template(List<Node> nodes) {
        this.nodes = nodes;
    }

    /// Reads a template.
    ///
    /// @throws Failure `INVALID`, naming the column, if the text is no template
    public static Template parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw Failure.invalid("invalid template: longer than " + MAX_LENGTH + " characters");
        }
        return new Template(Parser.parse(Lexer.tokens(text)));
    }

    /// The text with the values of `tree` filled in.
    ///
    /// @param tree a document or another value of such a tree
    /// @throws Failure `INVALID`, naming the column, if the template asks for what is not there
    public String fill(@Nullable Object tree) {
        return fill(tree, text -> text);
    }

    /// As [#fill(Object)], with `shown` applied to each value on its way out.
    public String fill(@Nullable Object tree, UnaryOperator<String> shown) {
        return new Evaluation(tree, shown).run(nodes);
    }

    /// @param column counted from 1
    static Failure mistake(int column, String what) {
        return Failure.invalid("invalid template: column " + column + ": " + what);
    }
}
