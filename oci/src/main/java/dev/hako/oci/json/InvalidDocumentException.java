package dev.hako.oci.json;

import dev.hako.failure.Failure;

/// A document, or a record on its way into one, breaks a rule.
///
/// The message reads `invalid config.json: process.cwd "foo": must be absolute`. Outside a document
/// (a record made by code) it starts with the field: `cwd "foo": must be absolute`.
public final class InvalidDocumentException extends Failure {
    private static final long serialVersionUID = 1L;

    /// Longer values and names are cut: a message must stay readable whatever the document holds.
    private static final int SHOWN_CHARS = 128;

    private final String path;
    private final String value;
    private final String problem;

    private InvalidDocumentException(String document, String path, String value, String problem) {
        super(Kind.INVALID, message(document, path, value, problem));
        this.path = path;
        this.value = value;
        this.problem = problem;
    }

    /// The field `field` is wrong in a way that no value shows, such as being absent.
    public static InvalidDocumentException at(String field, String problem) {
        return new InvalidDocumentException("", shown(field), "", shown(problem));
    }

    /// The field `field` holds `value`, which breaks a rule.
    public static InvalidDocumentException at(String field, Object value, String problem) {
        String quoted = "\"" + shown(value.toString()) + "\"";
        return new InvalidDocumentException("", shown(field), quoted, problem);
    }

    /// The field in error as a JSON path from the outermost object known so far, such as
    /// `mounts[2].destination`; empty if the document as a whole is wrong.
    public String path() {
        return path;
    }

    /// The same complaint, seen from the object that holds the offender in `field`.
    public InvalidDocumentException within(String field) {
        boolean joined = path.isEmpty() || path.startsWith("[");
        return moved("", shown(field) + (joined ? path : "." + path));
    }

    /// The same complaint, with the name of the document it is about.
    public InvalidDocumentException in(String document) {
        return moved(document, path);
    }

    /// The same complaint, for whoever knows the field by another name.
    InvalidDocumentException nameless() {
        return moved("", "");
    }

    private InvalidDocumentException moved(String document, String newPath) {
        var moved = new InvalidDocumentException(document, newPath, value, problem);
        moved.setStackTrace(getStackTrace());
        return moved;
    }

    private static String message(String document, String path, String value, String problem) {
        String subject = path.isEmpty() || value.isEmpty() ? path + value : path + " " + value;
        String complaint = subject.isEmpty() ? problem : subject + ": " + problem;
        return document.isEmpty() ? complaint : "invalid " + document + ": " + complaint;
    }

    /// Control characters would let a hostile document forge lines in a log or move a terminal's
    /// cursor.
    private static String shown(String value) {
        boolean cut = value.length() > SHOWN_CHARS;
        var shown = new StringBuilder(cut ? value.substring(0, SHOWN_CHARS) + "…" : value);
        for (int i = 0; i < shown.length(); i++) {
            if (Character.isISOControl(shown.charAt(i))) {
                shown.setCharAt(i, '\uFFFD');
            }
        }
        return shown.toString();
    }
}
