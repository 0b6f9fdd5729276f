package dev.hako.kernel;

import dev.hako.failure.Failure;

/// Linux refused a call. The message names the call, what it was applied to and the error, as in
/// `mount "/proc": EPERM (operation not permitted)`.
public final class KernelException extends Failure {
    private static final long serialVersionUID = 1L;

    private final int number;
    private final String call;
    private final String operand;

    /// @param number the positive error number
    /// @param call the kernel's name of the call
    /// @param operand what the call was applied to, or empty
    public KernelException(int number, String call, String operand) {
        super(kind(number), describe(number, call, operand));
        this.number = number;
        this.call = call;
        this.operand = operand;
    }

    private static String describe(int number, String call, String operand) {
        String subject = operand.isEmpty() ? call : call + " \"" + operand + "\"";
        return subject + ": " + Errno.describe(number);
    }

    /// How a caller may react, as far as the error alone tells.
    private static Kind kind(int number) {
        return switch (Errno.of(number).orElse(Errno.EIO)) {
            case ENOENT, ESRCH, ENOTDIR, ENXIO, ENODATA -> Kind.NOT_FOUND;
            case EEXIST, EADDRINUSE -> Kind.ALREADY_EXISTS;
            case EPERM, EACCES, EROFS -> Kind.DENIED;
            case EBUSY, ENOTEMPTY, EISDIR, ETXTBSY -> Kind.CONFLICT;
            case EINVAL, ENAMETOOLONG, ELOOP, E2BIG, EXDEV, ERANGE, EDOM -> Kind.INVALID;
            case ENOSYS, EOPNOTSUPP, ENOTSUPP, ENODEV, EAFNOSUPPORT, EPROTONOSUPPORT ->
                    Kind.UNSUPPORTED;
            case ENOMEM, ENOSPC, EDQUOT, EMFILE, ENFILE, EFBIG, EMLINK -> Kind.EXHAUSTED;
            case EAGAIN, ECONNREFUSED, ECONNRESET, EPIPE, ETIMEDOUT -> Kind.UNAVAILABLE;
            default -> Kind.INTERNAL;
        };
    }

    /// The value of a call, if it did not fail.
    ///
    /// @param result what the call answered: a value or `-errno`
    /// @throws KernelException for `-errno`
    static long check(long result, String call, Object operand) {
        if (result < 0) {
            throw new KernelException((int) -result, call, operand.toString());
        }
        return result;
    }

    static int check(int result, String call, Object operand) {
        return (int) check((long) result, call, operand);
    }

    static int check(int result, String call) {
        return check(result, call, "");
    }

    /// The positive error number.
    public int number() {
        return number;
    }

    /// The kernel's name of the call.
    public String call() {
        return call;
    }

    /// What the call was applied to, or empty.
    public String operand() {
        return operand;
    }

    /// Whether it failed with this error.
    public boolean is(Errno errno) {
        return number == errno.number();
    }

    /// Whether it failed with one of these errors.
    public boolean isAny(Errno... errnos) {
        for (Errno errno : errnos) {
            if (is(errno)) {
                return true;
            }
        }
        return false;
    }
}
