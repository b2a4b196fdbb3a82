package io.ambientprober.evidence;

import io.ambientprober.wire.CaptureReader;
import io.ambientprober.wire.Packet;
import io.ambientprober.wire.TokenScanner;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The packets of several captures of one node, in the order of their time, so that a connection whose packets several taps share is
 * seen in order.
 */
final class TapMerge implements Closeable {
    private final List<CaptureReader> readers = new ArrayList<>();
    private final List<Packet> packets = new ArrayList<>();
    private boolean[] ready = new boolean[0];
    private int source = -1;

    private TapMerge() {}

    /** @param run the run whose tokens are looked for */
    static TapMerge open(List<Path> files, String run) throws IOException {
        TapMerge merge = new TapMerge();
        try {
            for (Path file : files) {
                merge.readers.add(CaptureReader.open(file, new TokenScanner(run)));
                merge.packets.add(new Packet());
            }
            merge.ready = new boolean[files.size()];
            if (files.size() > 1) {
                for (int i = 0; i < files.size(); i++) {
                    merge.advance(i);
                }
            }
            return merge;
        } catch (IOException | RuntimeException e) {
            merge.closeAfter(e);
            throw e;
        }
    }

    /** The next packet, from the tap {@link #source()}; it holds until the next call. Null at the end. */
    @Nullable
    Packet next() throws IOException {
        if (readers.size() == 1) {
            source = 0;
            return readers.getFirst().next(packets.getFirst()) ? packets.getFirst() : null;
        }
        if (source >= 0) {
            advance(source);
        }
        source = -1;
        for (int i = 0; i < ready.length; i++) {
            if (ready[i]
                    && (source < 0
                            || packets.get(i).timeNanos() < packets.get(source).timeNanos())) {
                source = i;
            }
        }
        return source < 0 ? null : packets.get(source);
    }

    private void advance(int index) throws IOException {
        ready[index] = readers.get(index).next(packets.get(index));
    }

    int source() {
        return source;
    }

    CaptureReader reader(int index) {
        return readers.get(index);
    }

    @Override
    public void close() throws IOException {
        IOException first = null;
        for (CaptureReader reader : readers) {
            try {
                reader.close();
            } catch (IOException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private void closeAfter(Exception failure) {
        try {
            close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }
}
