package dev.hako.it;

/// How a command ended.
///
/// @param status its exit status
/// @param output what it wrote to standard output
/// @param error what it wrote to standard error
record Result(int status, String output, String error) {
    static Result printed(String output) {
        return new Result(0, output, "");
    }

    static Result exited(int status) {
        return new Result(status, "", "");
    }
}
