package dev.hako.compare.equality;

/// Something that two runs have not in common.
///
/// @param aspect what of them
/// @param one the first run's name
/// @param other the second one's
/// @param where how they differ, for people
/// @param byChance whether it differs between two runs in one isolation as well
public record Difference(Aspect aspect, String one, String other, String where, boolean byChance) {
    /// What is compared.
    public enum Aspect {
        EXIT_CODE("exit code"),
        OUTPUT("output"),
        ERRORS("errors"),
        FILES("files written");

        private final String title;

        Aspect(String title) {
            this.title = title;
        }

        /// For people.
        public String title() {
            return title;
        }
    }
}
