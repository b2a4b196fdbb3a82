package io.ambientprober.wire;

/** Takes the bytes of one direction of a connection in their order, each once. */
public interface StreamSink {
    /** The next bytes of the stream; the array changes after the call. */
    void bytes(byte[] data, int at, int length);

    /** The next {@code count} bytes of the stream were sent and not captured. */
    void missing(long count);
}
