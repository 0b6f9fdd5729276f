package dev.hako.engine;

import java.util.random.RandomGenerator;

/// Names for containers whose users gave them none: a quality and a box of some kind.
final class MadeUpNames {
    private static final String[] QUALITIES = {
        "amber", "brisk", "calm", "cedar", "clever", "copper", "crisp", "dapper", "early", "fair",
        "fleet", "gentle", "glad", "golden", "handy", "honest", "ivory", "jolly", "keen", "kind",
        "light", "lively", "lucid", "mellow", "merry", "mild", "misty", "neat", "nimble", "noble",
        "pearl", "plain", "polite", "proud", "quick", "quiet", "rapid", "ready", "ruby", "silver",
        "sleek", "smooth", "snug", "solid", "spry", "steady", "sunny", "swift", "tidy", "tender",
        "trusty", "upbeat", "velvet", "vivid", "warm", "wise", "witty", "young", "zesty", "zippy"
    };
    private static final String[] BOXES = {
        "barrel",
        "basket",
        "bento",
        "bin",
        "bowl",
        "bucket",
        "cabinet",
        "caddy",
        "canister",
        "carton",
        "case",
        "cask",
        "casket",
        "chest",
        "coffer",
        "cooler",
        "crate",
        "creel",
        "cradle",
        "cube",
        "drawer",
        "drum",
        "flask",
        "folder",
        "hamper",
        "hatbox",
        "hutch",
        "icebox",
        "jar",
        "jukebox",
        "keg",
        "kit",
        "locker",
        "lunchbox",
        "mailbox",
        "matchbox",
        "packet",
        "pail",
        "pannier",
        "parcel",
        "pigeonhole",
        "pocket",
        "pouch",
        "purse",
        "quiver",
        "sachet",
        "safe",
        "satchel",
        "sandbox",
        "shoebox",
        "strongbox",
        "suitcase",
        "tin",
        "toolbox",
        "tray",
        "trove",
        "trunk",
        "urn",
        "vault",
        "wallet"
    };

    private MadeUpNames() {}

    /// @param attempt from the second on a number makes it unlikely to be taken
    static String next(RandomGenerator random, int attempt) {
        String name =
                QUALITIES[random.nextInt(QUALITIES.length)]
                        + "_"
                        + BOXES[random.nextInt(BOXES.length)];
        return attempt == 0 ? name : name + random.nextInt(10_000);
    }
}
