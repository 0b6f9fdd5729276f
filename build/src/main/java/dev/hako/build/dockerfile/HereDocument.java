package dev.hako.build.dockerfile;

/// A document in the file itself: `<<NAME`, and the lines up to `NAME`.
///
/// @param name that ends it, and a copied file's name
/// @param expanded whether variables are put in: the name has no quotes
/// @param tabsStripped whether tabs at the beginning of lines are taken away: `<<-`
/// @param content with a line feed at the end of each line
public record HereDocument(String name, boolean expanded, boolean tabsStripped, String content) {
    HereDocument with(String newContent) {
        return new HereDocument(name, expanded, tabsStripped, newContent);
    }
}
