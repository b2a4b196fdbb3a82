package io.ambientprober.evidence;

import io.ambientprober.plan.Tap;
import io.ambientprober.wire.Counts;
import io.ambientprober.wire.Packet;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The packets of one tap, whose files are read as one, in the order of time. Of files that follow one another, as a ring of captures has
 * them, one is open at a time; those that overlap are merged.
 */
final class TapReader implements Closeable {
    /** Of one tap. */
    static final int MAX_OPEN = 64;

    private static final int MAX_REMARKS = 16;

    private final Tap tap;
    private final String run;
    private final Queue<TapFile> waiting;
    private final List<OpenFile> open = new ArrayList<>();
    private final List<HeldPackets> held = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private @Nullable OpenFile source;
    /** Whether another file than the source may hold the next packet: for each packet a look at one field, not at lists. */
    private boolean several = true;

    private long dropped;
    private long number;

    private TapReader(Tap tap, String run, List<TapFile> inOrder) {
        this.tap = tap;
        this.run = run;
        waiting = new ArrayDeque<>(inOrder);
    }

    /**
     * Looks which file begins when, where there are several.
     *
     * @param folder what the tap's files are relative to
     * @param run the run whose tokens are looked for
     */
    static TapReader open(Tap tap, Path folder, String run) throws IOException {
        List<TapFile> files = new ArrayList<>();
        for (String name : tap.files()) {
            files.add(tap.files().size() == 1 ? TapFile.alone(name, folder) : TapFile.oneOfSeveral(name, folder));
        }
        files.sort(Comparator.comparingLong(TapFile::firstNanos));
        return new TapReader(tap, run, files);
    }

    /** The next packet, numbered through all files; it holds until the next call. Null at the end. */
    @Nullable
    Packet next() throws IOException {
        if (source != null) {
            advance(source);
        }
        if (several) {
            source = due();
            several = open.size() > 1 || !waiting.isEmpty();
        }
        if (source == null) {
            return null;
        }
        Packet packet = source.packet();
        packet.number(++number);
        source.sum().add(packet);
        return packet;
    }

    private @Nullable OpenFile due() throws IOException {
        OpenFile next = earliest();
        while (isDue(waiting.peek(), next)) {
            advance(openNext());
            next = earliest();
        }
        return next;
    }

    private static boolean isDue(@Nullable TapFile file, @Nullable OpenFile next) {
        return file != null
                && (next == null || file.firstNanos() < next.packet().timeNanos());
    }

    private @Nullable OpenFile earliest() {
        OpenFile earliest = null;
        for (int i = 0; i < open.size(); i++) {
            OpenFile each = open.get(i);
            if (earliest == null
                    || each.packet().timeNanos() < earliest.packet().timeNanos()) {
                earliest = each;
            }
        }
        return earliest;
    }

    private OpenFile openNext() throws IOException {
        TapFile file = waiting.remove();
        if (open.size() == MAX_OPEN) {
            throw new IOException("tap " + tap.id() + ": " + open.getFirst().name() + ", " + file.name() + " and "
                    + (MAX_OPEN - 1)
                    + " more files hold packets of the same time: join them first, with mergecap for example");
        }
        OpenFile opened = file.open(run);
        open.add(opened);
        return opened;
    }

    private void advance(OpenFile file) throws IOException {
        if (file.reader().next(file.packet())) {
            return;
        }
        open.remove(file);
        several = true;
        try (file) {
            held.add(new HeldPackets(tap.node(), List.of(file.name()), file.sum()));
            dropped = Counts.sum(dropped, file.reader().dropped());
            remark(notes, file, file.reader().notes());
            remark(faults, file, file.reader().faults());
        }
    }

    private void remark(List<String> remarks, OpenFile file, List<String> more) {
        for (String remark : more) {
            if (remarks.size() == MAX_REMARKS) {
                remarks.add("and so on: there is more than is said here");
            } else if (remarks.size() < MAX_REMARKS) {
                remarks.add(tap.files().size() == 1 ? remark : file.name() + ": " + remark);
            }
        }
    }

    /** The packets of each file that was read to its end. */
    List<HeldPackets> held() {
        return held;
    }

    /** Packets that the files themselves say were lost, of those that were read to their ends. */
    long dropped() {
        return dropped;
    }

    /** What a reader of the report should know; of several files each with its name. */
    List<String> notes() {
        return notes;
    }

    /** Why the tap is not whole; of several files each with its name. */
    List<String> faults() {
        return faults;
    }

    @Override
    public void close() throws IOException {
        closeAll(open);
    }

    /** Closes each, whatever becomes of the others. */
    static void closeAll(List<? extends Closeable> all) throws IOException {
        IOException first = null;
        for (Closeable each : all) {
            try {
                each.close();
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
}
