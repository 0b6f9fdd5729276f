package dev.hako.app.cli;

import java.util.ArrayList;
import java.util.List;

/// The help of one command.
public final class HelpText {
    private static final int GAP = 3;

    private HelpText() {}

    /// Usage line, summary, options and examples.
    public static String of(CommandForm form) {
        StringBuilder text = new StringBuilder(2048);
        text.append("Usage:  ").append(usage(form)).append("\n\n").append(form.summary());
        text.append("\n\nOptions:\n");
        appendOptions(text, form.options().sorted());
        if (!form.examples().isEmpty()) {
            text.append("\nExamples:\n");
            form.examples().forEach(example -> appendExample(text, example));
        }
        return text.toString();
    }

    static String usage(CommandForm form) {
        String arguments = form.arguments().isEmpty() ? "" : " " + form.arguments();
        return "hako " + form.name() + " [OPTIONS]" + arguments;
    }

    private static void appendOptions(StringBuilder text, List<Option<?>> options) {
        List<String> heads = new ArrayList<>();
        int width = 0;
        for (Option<?> option : options) {
            String head = head(option);
            heads.add(head);
            width = Math.max(width, head.length());
        }
        for (int i = 0; i < heads.size(); i++) {
            String head = heads.get(i);
            text.append(head).repeat(' ', width - head.length() + GAP);
            text.append(options.get(i).help()).append('\n');
        }
    }

    /// ` -m, --memory BYTES`, with the long names below each other.
    private static String head(Option<?> option) {
        boolean letter = !option.names().getFirst().startsWith("--");
        String value = option.isFlag() ? "" : " " + option.valueName();
        return (letter ? "  " : "      ") + option + value;
    }

    private static void appendExample(StringBuilder text, CommandForm.Example example) {
        text.append("  # ").append(example.purpose()).append('\n');
        text.append("  ").append(example.line()).append('\n');
    }
}
