package io.ambientprober.wire;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Tells by its first bytes what a capture file is. */
final class CaptureFiles {
    /** MAXIMUM_SNAPLEN of libpcap (pcap-int.h). */
    static final int MAX_CAPTURED = 262144;

    private static final int MAGIC_SIZE = 4;

    private CaptureFiles() {}

    static CaptureReader open(Path file, @Nullable TokenScanner scanner) throws IOException {
        return open(file.toString(), stream(file), scanner);
    }

    /** Closes the stream when it holds no capture. */
    static CaptureReader open(String name, InputStream stream, @Nullable TokenScanner scanner) throws IOException {
        CaptureInput input;
        try {
            input = input(name, stream, scanner);
        } catch (IOException | RuntimeException e) {
            stream.close();
            throw e;
        }
        try {
            return new TolerantReader(reader(input), input);
        } catch (IOException | RuntimeException e) {
            input.close();
            throw e;
        }
    }

    static String tooLong(int captured, long packet) {
        return "captured length %s of packet %d is over %d"
                .formatted(Integer.toUnsignedString(captured), packet, MAX_CAPTURED);
    }

    static CaptureFormatException cannotUnpack(String name, long offset, Exception cause) {
        CaptureFormatException exception = new CaptureFormatException(
                name, offset, "the compressed data cannot be unpacked: " + cause.getMessage());
        exception.initCause(cause);
        return exception;
    }

    /** Not a channel: into an array on the heap, FileInputStream needs a quarter to a third less time (measured on JDK 25). */
    private static InputStream stream(Path file) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            // A FIFO without a writer would be waited for without end; and a capture is read again for its sum.
            throw new FileSystemException(file.toString(), null, "is not a regular file");
        }
        if (!file.getFileSystem().equals(FileSystems.getDefault())) {
            return Files.newInputStream(file);
        }
        try {
            return new FileInputStream(file.toFile());
        } catch (FileNotFoundException e) {
            // Which it also throws for what may not be read.
            throw Files.exists(file) ? e : new NoSuchFileException(file.toString());
        }
    }

    private static CaptureInput input(String name, InputStream stream, @Nullable TokenScanner scanner)
            throws IOException {
        byte[] head = stream.readNBytes(MAGIC_SIZE);
        Packing packing = head.length == MAGIC_SIZE ? Packing.of(Bytes.i32(head, 0)) : null;
        return packing == null
                ? CaptureInput.plain(name, head, stream, scanner)
                : CaptureInput.unpacked(name, unpack(packing, name, again(head, stream)), scanner);
    }

    private static InputStream again(byte[] head, InputStream stream) throws IOException {
        PushbackInputStream again = new PushbackInputStream(stream, head.length);
        again.unread(head);
        return again;
    }

    private static InputStream unpack(Packing packing, String name, InputStream stream) throws IOException {
        try {
            return new BoundedUnpacking(name, packing, stream);
        } catch (IOException e) {
            throw cannotUnpack(name, 0, e);
        }
    }

    private static CaptureReader reader(CaptureInput in) throws IOException {
        if (!in.has(MAGIC_SIZE)) {
            throw in.tooShort("shorter than the header of a capture");
        }
        int magic = Bytes.i32(in.buffer, in.at);
        if (magic == PcapNgReader.SECTION_HEADER) {
            return new PcapNgReader(in);
        }
        PcapFormat format = PcapFormat.of(magic);
        if (format == null) {
            throw in.broken("neither pcap nor pcapng: begins with 0x%08x".formatted(magic));
        }
        return new PcapReader(in, format);
    }
}
