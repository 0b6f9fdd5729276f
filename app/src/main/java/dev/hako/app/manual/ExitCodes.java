package dev.hako.app.manual;

import java.util.List;

/// What the exit code of a command means.
record ExitCodes(List<Code> codes) {
    private record Code(String code, String meaning) {}

    private static final Code DONE = new Code("0", "All was done.");
    private static final Code FAILED = new Code("1", "Something failed, and a message says what.");
    private static final Code USAGE = new Code("125", "The command line could not be understood.");
    private static final Code PROGRAM =
            new Code("0\u2013255", "The program's own; 128 and a signal's number if one ended it.");
    private static final Code TROUBLE =
            new Code("125", "The container could not be run, and a message says why.");
    private static final Code POD_TROUBLE =
            new Code(
                    "125", "Something failed or could not be understood, and a message says what.");
    private static final Code NO_PROGRAM = new Code("126", "The program cannot be executed.");
    private static final Code NOT_FOUND = new Code("127", "There is no such program.");

    static ExitCodes of(String command) {
        return new ExitCodes(
                switch (command) {
                    case "run" -> List.of(PROGRAM, TROUBLE, NO_PROGRAM, NOT_FOUND);
                    case "exec", "start" -> List.of(PROGRAM, FAILED, USAGE, NO_PROGRAM, NOT_FOUND);
                    case "attach" -> List.of(PROGRAM, FAILED, USAGE);
                    case "doctor" ->
                            List.of(
                                    DONE,
                                    new Code("1", "Something that is needed is missing."),
                                    USAGE);
                    case "compare run" ->
                            List.of(
                                    new Code("0", "It has done the same wherever it ran."),
                                    new Code("1", "It has not."),
                                    new Code(
                                            "125",
                                            "It could not be run, or the command line could not be understood."));
                    case "pod exists" ->
                            List.of(
                                    new Code("0", "The pod is there."),
                                    new Code("1", "There is no such pod."),
                                    POD_TROUBLE);
                    case "pod rm" ->
                            List.of(DONE, new Code("1", "There is no such pod."), POD_TROUBLE);
                    case String pod when pod.startsWith("pod ") -> List.of(DONE, POD_TROUBLE);
                    default -> List.of(DONE, FAILED, USAGE);
                });
    }

    void write(Mdoc page) {
        page.macro("Bl", "-tag -width Ds");
        for (Code code : codes) {
            page.macro("It", code.code.replace("\u2013", "\\(en"));
            page.prose(code.meaning);
        }
        page.macro("El", "");
    }
}
