package io.ambientprober.fuzz;

/** What is said of input that is refused. */
public final class Complaint {
    /** Characters: names and values of the input are quoted, and shortened. */
    private static final int LONGEST = 16 << 10;

    private Complaint() {}

    /** Of a library, whose words may have several lines. */
    public static void requireSome(Exception complaint) {
        String message = complaint.getMessage();
        if (message == null || message.isBlank()) {
            throw new AssertionError("a complaint that says nothing", complaint);
        }
    }

    public static void requireOneLine(Exception complaint) {
        requireSome(complaint);
        String message = String.valueOf(complaint.getMessage());
        if (message.indexOf('\n') >= 0) {
            throw new AssertionError("a complaint of several lines: " + message, complaint);
        }
        Require.that(message.length() <= LONGEST, "a complaint of " + message.length() + " characters");
    }
}
