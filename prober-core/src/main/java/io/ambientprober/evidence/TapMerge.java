package io.ambientprober.evidence;

import io.ambientprober.plan.Tap;
import io.ambientprober.wire.Packet;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The packets of a node's taps, in the order of their time, so that a connection whose packets several taps share is seen in order. */
final class TapMerge implements Closeable {
    private final List<TapReader> taps = new ArrayList<>();
    /** The next of each tap; null behind its end. */
    private @Nullable Packet[] heads = new @Nullable Packet[0];

    private int source = -1;

    private TapMerge() {}

    /**
     * Opens every tap.
     *
     * @param folder what the taps' files are relative to
     * @param run the run whose tokens are looked for
     */
    static TapMerge open(List<Tap> taps, Path folder, String run) throws IOException {
        TapMerge merge = new TapMerge();
        try {
            for (Tap tap : taps) {
                merge.taps.add(TapReader.open(tap, folder, run));
            }
            merge.heads = new @Nullable Packet[taps.size()];
            if (taps.size() > 1) {
                for (int i = 0; i < taps.size(); i++) {
                    merge.heads[i] = merge.taps.get(i).next();
                }
            }
            return merge;
        } catch (IOException | RuntimeException | Error e) {
            // also when memory runs out: what others have read ahead would keep it
            merge.closeAfter(e);
            throw e;
        }
    }

    /** The next packet, from the tap {@link #source()}; it holds until the next call. Null at the end. */
    @Nullable
    Packet next() throws IOException {
        if (taps.size() == 1) {
            source = 0;
            return taps.getFirst().next();
        }
        if (source >= 0) {
            heads[source] = taps.get(source).next();
        }
        source = -1;
        Packet next = null;
        for (int i = 0; i < heads.length; i++) {
            Packet head = heads[i];
            if (head != null && (next == null || head.timeNanos() < next.timeNanos())) {
                source = i;
                next = head;
            }
        }
        return next;
    }

    int source() {
        return source;
    }

    TapReader tap(int index) {
        return taps.get(index);
    }

    @Override
    public void close() throws IOException {
        TapReader.closeAll(taps);
    }

    private void closeAfter(Throwable failure) {
        try {
            close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }
}
