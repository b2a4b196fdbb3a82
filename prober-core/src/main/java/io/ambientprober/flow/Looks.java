package io.ambientprober.flow;

/**
 * What connections past HBONE looked like, by the first bytes of their payload.
 *
 * @param tls of the application
 * @param unknown nothing that could be told, for example of a connection older than the count
 */
public record Looks(long clear, long tls, long unknown) {
    public static final Looks NONE = new Looks(0, 0, 0);

    public Looks plus(Looks other) {
        return new Looks(clear + other.clear, tls + other.tls, unknown + other.unknown);
    }
}
