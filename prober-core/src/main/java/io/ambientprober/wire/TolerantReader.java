package io.ambientprober.wire;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a capture up to where it is broken, and says where that is. */
final class TolerantReader implements CaptureReader {
    private final CaptureReader reader;
    private final CaptureInput input;
    private @Nullable CaptureFormatException broken;

    TolerantReader(CaptureReader reader, CaptureInput input) {
        this.reader = reader;
        this.input = input;
    }

    @Override
    public boolean next(Packet packet) throws IOException {
        if (broken != null) {
            return false;
        }
        try {
            return reader.next(packet);
        } catch (CaptureFormatException e) {
            broken = e;
            return false;
        }
    }

    @Override
    public long dropped() {
        return reader.dropped();
    }

    @Override
    public List<String> notes() {
        return List.copyOf(reader.notes());
    }

    @Override
    public List<String> faults() {
        List<String> faults = new ArrayList<>(reader.faults());
        for (CaptureFormatException each : new @Nullable CaptureFormatException[] {input.failure(), broken}) {
            if (each != null) {
                faults.add(each.where());
            }
        }
        return List.copyOf(faults);
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
