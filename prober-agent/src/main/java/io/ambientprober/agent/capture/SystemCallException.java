package io.ambientprober.agent.capture;

/** A system call that failed. */
final class SystemCallException extends Exception {
    // asm-generic/errno-base.h
    static final int EPERM = 1;
    static final int EINTR = 4;
    static final int EACCES = 13;

    private static final long serialVersionUID = 1;

    private final int errno;

    SystemCallException(String call, int errno, String message) {
        super(call + ": " + message);
        this.errno = errno;
    }

    boolean isDenied() {
        return errno == EPERM || errno == EACCES;
    }
}
