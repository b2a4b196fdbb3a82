package io.ambientprober.lab.fault;

import io.ambientprober.lab.fault.Fault.Alone;
import io.ambientprober.lab.fault.Fault.Within;
import io.ambientprober.lab.net.Undo;
import io.ambientprober.lab.process.Jvms;
import io.ambientprober.lab.site.Lab;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A lab in which cells are tried one after the other; another one after a cell that went wrong. */
public final class Matrix implements AutoCloseable {
    private final Jvms jvms;
    private final @Nullable Path caches;
    private final EvidenceDisk disk;
    private @Nullable Lab lab;

    /** @param caches folder of AOT caches; null for none */
    public Matrix(@Nullable Path caches) throws IOException {
        this.caches = caches;
        jvms = caches == null ? Jvms.withoutCaches() : Jvms.startingFrom(caches);
        disk = EvidenceDisk.mount();
    }

    /** @throws IOException when it could not be tried, or something of it could not be undone */
    public CellResult call(Cell cell) throws IOException {
        CellResult result = switch (cell.fault().how()) {
            case Within within -> new TryWithin(lab(), disk, cell).call(within);
            case Alone alone -> new TryAlone(jvms, caches, cell).call(alone.blow());
        };
        disk.empty();
        if (!result.isRight()) {
            closeLab();
        }
        return result;
    }

    private Lab lab() throws IOException {
        Lab there = lab;
        if (there == null) {
            there = Lab.open(jvms);
            lab = there;
        }
        return there;
    }

    private void closeLab() throws IOException {
        Lab there = lab;
        lab = null;
        if (there != null) {
            there.close();
        }
    }

    @Override
    public void close() throws IOException {
        try (Undo undo = new Undo()) {
            undo.add(disk::close);
            undo.add(this::closeLab);
        }
    }
}
