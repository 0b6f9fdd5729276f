package dev.hako.app.output;

/// A colour of text on a terminal (ECMA-48, select graphic rendition).
public enum Colour {
    RED(31),
    GREEN(32),
    YELLOW(33);

    private final int code;

    Colour(int code) {
        this.code = code;
    }

    /// The text in this colour.
    ///
    /// @param wanted whether the text goes to a terminal whose user wants colours
    public String paint(String text, boolean wanted) {
        return wanted ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
