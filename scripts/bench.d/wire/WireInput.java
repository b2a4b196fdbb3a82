import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes so many packets into a folder, in node-1.pcap, and the plan.json that they are judged by, for {@code scripts/bench wire} and for
 * the training of the command's AOT cache. The same bytes every time: 17,000 flows, one flow in four inside VXLAN or Geneve, and 262
 * tokens in the clear, 22 of them cut by the border of two segments.
 */
final class WireInput {
    private static final int FLOWS = 17_000;
    private static final int CONCURRENT_FLOWS = 2_000;
    private static final int TOKENS = 262;
    private static final int TOKENS_CUT_EVERY = 12;

    private static final String RUN = "7Z3K9QWM2TXB";
    /** Paths 1 to 16 are encrypted, 17 to 63 leak, and 64 is the control. */
    private static final int ENCRYPTED = 16;

    private static final int CONTROL = 64;

    private static final int HBONE = 15008;
    private static final int TOKEN_LENGTH = 32;
    private static final int PERCENT_DATA = 45;
    private static final int POOL = 4 << 20;

    /** Asked for; a few more are written. */
    private final int wanted;

    private final SplittableRandom random = new SplittableRandom(HBONE);
    private final byte[] ciphertext = new byte[POOL];
    private final byte[] text = new byte[POOL];
    private int tokens;

    private WireInput(int wanted) {
        this.wanted = wanted;
        random.nextBytes(ciphertext);
        for (int i = 0; i < POOL; i++) {
            text[i] = (byte) (' ' + (ciphertext[i] & 0x3F));
        }
    }

    static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        Files.createDirectories(folder);
        Path capture = folder.resolve("node-1.pcap");
        Path unfinished = folder.resolve("node-1.pcap.unfinished");
        int packets;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(unfinished), 1 << 20)) {
            packets = new WireInput(Integer.parseInt(args[1])).write(out);
        }
        Files.writeString(folder.resolve("plan.json"), plan(packets));
        Files.move(unfinished, capture);
    }

    /** @return packets written, a few more than asked for */
    private int write(OutputStream out) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(0xA1B2C3D4).putShort((short) 2).putShort((short) 4).putLong(0).putInt(262_144).putInt(1);
        out.write(header.array());
        Flow[] live = new Flow[CONCURRENT_FLOWS];
        int begun = 0;
        while (begun < live.length) {
            live[begun] = flow(begun++);
        }
        int count = live.length;
        int written = 0;
        while (written < wanted) {
            int at = random.nextInt(count);
            for (int burst = random.nextInt(1, 9); burst > 0 && live[at].left > 0; burst--) {
                live[at].next(written++);
                out.write(live[at].packet.array(), 0, live[at].packet.position());
            }
            if (live[at].left == 0) {
                live[at] = begun < FLOWS ? flow(begun++) : live[--count];
            }
        }
        return written;
    }

    private Flow flow(int index) {
        int kind = index % 20;
        int round = index / 20;
        int path = 1 + round % (CONTROL - 1);
        int client = 0x0A030000 + index;
        int server = 0x0A040000 + index;
        if (kind < 5) {
            return new Flow(index, client(path), server(path), HBONE, 1055, ciphertext);
        } else if (kind < 9) {
            return new Flow(index, client, server, HBONE, 1055, ciphertext);
        } else if (kind < 13) {
            return new Flow(index, client, server, 443, 16_406, ciphertext);
        } else if (kind < 16) {
            return new Flow(index, client, server, 80, 0, text);
        } else if (kind < 19) {
            return new Flow(index, client, server, 0, 0, ciphertext);
        }
        return leak(index, client);
    }

    /** HTTP in the clear to a server of the plan; every other client but the control's is hidden by an address translation. */
    private Flow leak(int index, int translated) {
        int token = tokens++;
        int path = ENCRYPTED + 1 + token % (CONTROL - ENCRYPTED);
        Flow flow = new Flow(
                index, token % 2 == 0 || path == CONTROL ? client(path) : translated, server(path), 8080, 0, text);
        if (token < TOKENS) {
            flow.leaker = token / 2 % 2;
            flow.token = "AP1-%s-%04x-%08x%s\n"
                    .formatted(RUN, path, token / (CONTROL - ENCRYPTED), flow.leaker == 0 ? "C" : "S")
                    .getBytes();
            flow.cutAt = token % TOKENS_CUT_EVERY == 0 ? 1 + token / TOKENS_CUT_EVERY % (TOKEN_LENGTH - 1) : 0;
        }
        return flow;
    }

    private static int client(int path) {
        return 0x0A010000 + path;
    }

    private static int server(int path) {
        return 0x0A020000 + path;
    }

    /** One TCP connection or exchange of datagrams, packet by packet. */
    private final class Flow {
        private static final int MSS = 1448;
        private static final int SYN = 0x02;
        private static final int ACK = 0x10;
        private static final byte[] NOTHING = {};

        private final int[] address;
        private final int[] port;
        private final byte[] content;
        /** Length of a TLS record with its header; 0 where there is no TLS. */
        private final int record;

        private final int tunnelPort;
        private final boolean v6;
        private final boolean tagged;
        private final ByteBuffer packet = ByteBuffer.allocate(2048);
        private final int[] sequence = {random.nextInt(), random.nextInt()};
        private final int[] inRecord = new int[2];
        private int sent;
        private int segments;
        private int left;

        private byte[] token = NOTHING;
        private int leaker;
        private int cutAt;

        /** @param serverPort 0 for UDP */
        Flow(int index, int client, int server, int serverPort, int record, byte[] content) {
            address = new int[] {client, server};
            port = new int[] {20_000 + index, serverPort};
            this.record = record;
            this.content = content;
            int round = index / 20;
            tunnelPort = round % 4 > 0 ? 0 : round % 8 == 0 ? 4789 : 6081;
            v6 = client >>> 16 == 0x0A03 && round % 8 == 3;
            tagged = round % 16 == 5;
            left = (int) ((index + 1L) * wanted / FLOWS - (long) index * wanted / FLOWS);
        }

        void next(int number) {
            left--;
            int step = sent++;
            if (port[1] == 0) {
                packet(number, random.nextInt(2), 0, some(random.nextInt(100) < PERCENT_DATA ? 1200 : 80));
            } else if (step < 3) {
                packet(number, step % 2, step == 0 ? SYN : step == 1 ? SYN | ACK : ACK, NOTHING);
            } else if (record > 0 && step < 5) {
                packet(number, step - 3, ACK, step == 3 ? clientHello() : serverHello());
            } else if (random.nextInt(100) < PERCENT_DATA || token.length > 0 && segments < 3) {
                data(number);
            } else {
                packet(number, random.nextInt(2), ACK, NOTHING);
            }
        }

        private void data(int number) {
            int from = token.length > 0 ? leaker : random.nextInt(100) < 30 ? 0 : 1;
            byte[] payload = some(random.nextInt(100) < 90 ? MSS : random.nextInt(100, MSS));
            if (record > 0) {
                recordHeaders(from, payload);
            }
            if (token.length > 0) {
                leak(payload);
            }
            segments++;
            packet(number, from, ACK, payload);
        }

        private void leak(byte[] payload) {
            if (segments == 1 && cutAt == 0) {
                System.arraycopy(token, 0, payload, 64, TOKEN_LENGTH);
            } else if (segments == 1) {
                System.arraycopy(token, 0, payload, payload.length - cutAt, cutAt);
            } else if (segments == 2 && cutAt > 0) {
                System.arraycopy(token, cutAt, payload, 0, TOKEN_LENGTH - cutAt);
            }
        }

        private byte[] some(int length) {
            byte[] payload = new byte[length];
            System.arraycopy(content, random.nextInt(POOL - length), payload, 0, length);
            return payload;
        }

        private void recordHeaders(int from, byte[] payload) {
            byte[] header = {23, 3, 3, (byte) (record - 5 >> 8), (byte) (record - 5)};
            for (int at = 0; at < payload.length; ) {
                if (inRecord[from] < header.length) {
                    payload[at++] = header[inRecord[from]++];
                } else {
                    int body = Math.min(record - inRecord[from], payload.length - at);
                    at += body;
                    inRecord[from] = (inRecord[from] + body) % record;
                }
            }
        }

        /** TLS 1.3, ALPN h2. */
        private byte[] clientHello() {
            ByteBuffer hello = ByteBuffer.wrap(some(5 + 4 + 196));
            hello.put(new byte[] {22, 3, 1, 0, (byte) 200, 1, 0, 0, (byte) 196, 3, 3});
            hello.position(hello.position() + 32);
            hello.put((byte) 0).putShort((short) 4).putInt(0x13021301).put(new byte[] {1, 0});
            hello.putShort((short) (hello.remaining() - 2));
            hello.put(new byte[] {0, 43, 0, 3, 2, 3, 4, 0, 16, 0, 5, 0, 3, 2, 'h', '2', 0, 51});
            hello.putShort((short) (hello.remaining() - 2));
            return hello.array();
        }

        private byte[] serverHello() {
            ByteBuffer hello = ByteBuffer.wrap(some(5 + 4 + 86 + 6 + 5 + 800));
            hello.put(new byte[] {22, 3, 3, 0, 90, 2, 0, 0, 86, 3, 3});
            hello.position(hello.position() + 32);
            hello.put((byte) 0).putShort((short) 0x1302).put((byte) 0).putShort((short) 46);
            hello.put(new byte[] {0, 43, 0, 2, 3, 4, 0, 51, 0, 36});
            hello.position(hello.position() + 36);
            hello.put(new byte[] {20, 3, 3, 0, 1, 1, 23, 3, 3}).putShort((short) 800);
            return hello.array();
        }

        private void packet(int number, int from, int flags, byte[] payload) {
            int transport = port[1] == 0 ? 8 : 32;
            int ip = (v6 ? 40 : 20) + transport + payload.length;
            int frame = (tagged ? 18 : 14) + ip;
            int geneveOptions = tunnelPort == 6081 ? 8 : 0;
            int outer = tunnelPort == 0 ? 0 : 14 + 20 + 8 + 8 + geneveOptions;
            packet.clear().order(ByteOrder.LITTLE_ENDIAN);
            packet.putInt(1_760_000_000 + number / 1_000_000).putInt(number % 1_000_000);
            packet.putInt(outer + frame).putInt(outer + frame);
            packet.order(ByteOrder.BIG_ENDIAN);
            if (outer > 0) {
                tunnel(from, frame, geneveOptions);
            }
            packet.putShort((short) 0x0200).putInt(address[1 - from]).putShort((short) 0x0200).putInt(address[from]);
            if (tagged) {
                packet.putInt(0x81000000 | 7);
            }
            packet.putShort((short) (v6 ? 0x86DD : 0x0800));
            if (v6) {
                packet.putInt(0x60000000).putShort((short) (ip - 40)).put((byte) (port[1] == 0 ? 17 : 6)).put((byte) 64);
                packet.putLong(0xFD00_0000_0000_0000L).putLong(address[from]);
                packet.putLong(0xFD00_0000_0000_0000L).putLong(address[1 - from]);
            } else {
                ipv4(ip, port[1] == 0 ? 17 : 6, address[from], address[1 - from]);
            }
            packet.putShort((short) port[from]).putShort((short) port[1 - from]);
            if (port[1] == 0) {
                packet.putShort((short) (8 + payload.length)).putShort((short) 0);
            } else {
                packet.putInt(sequence[from]).putInt((flags & ACK) == 0 ? 0 : sequence[1 - from]);
                packet.putShort((short) (8 << 12 | flags)).putInt(0xFFFF0000).putShort((short) 0);
                packet.putInt(0x0101080A).putInt(number).putInt(number);
                sequence[from] += payload.length + ((flags & SYN) != 0 ? 1 : 0);
            }
            packet.put(payload);
        }

        private void tunnel(int from, int frame, int geneveOptions) {
            packet.putShort((short) 0x0200).putInt(2 - from).putShort((short) 0x0200).putInt(1 + from);
            packet.putShort((short) 0x0800);
            ipv4(20 + 8 + 8 + geneveOptions + frame, 17, 0xC0A80001 + from, 0xC0A80002 - from);
            packet.putShort((short) (0xC000 | address[0] & 0x3FFF)).putShort((short) tunnelPort);
            packet.putShort((short) (8 + 8 + geneveOptions + frame)).putShort((short) 0);
            if (geneveOptions == 0) {
                packet.putInt(0x08000000).putInt(42 << 8);
            } else {
                packet.putInt(0x02006558).putInt(42 << 8).putInt(0x01020301).putInt(address[0]);
            }
        }

        private void ipv4(int length, int protocol, int source, int destination) {
            packet.putShort((short) 0x4500).putShort((short) length).putInt(0x00004000);
            packet.put((byte) 64).put((byte) protocol).putShort((short) 0).putInt(source).putInt(destination);
        }
    }

    private static String plan(int packets) {
        String paths = IntStream.rangeClosed(1, CONTROL).mapToObj(WireInput::path).collect(Collectors.joining(",\n"));
        return """
                {"version": 1, "run": "%s", "hbonePort": %d, "policies": false, "paths": [
                %s],
                "taps": [{"id": "node-1", "node": "node-1", "file": "node-1.pcap", "link": "ETHERNET",
                "captured": %d, "kernelDropped": 0, "interfaceDropped": 0}]}
                """.formatted(RUN, HBONE, paths, packets);
    }

    /** All tokens of the control are its server's: its client is on a node without a tap. */
    private static String path(int path) {
        return """
                {"id": "%1$04x", "name": "path %1$d", "expect": "%2$s",
                "client": {"namespace": "bench", "pod": "client-%1$d", "node": "%4$s", "ips": ["10.1.0.%1$d"], "enrolled": %3$s},
                "server": {"namespace": "bench", "pod": "server-%1$d", "node": "node-1", "ips": ["10.2.0.%1$d"], "port": 8080, "enrolled": %3$s},
                "service": null, "waypoint": null,
                "canary": {"connections": 4, "requestBytes": 16384, "responseBytes": 16384},
                "outcome": {"connected": 4, "delivered": 4, "peers": ["10.2.0.%1$d"], "deniedPortReached": null, "identityPortReached": null}}"""
                .formatted(path, path == CONTROL ? "plaintext" : "encrypted", path != CONTROL, path == CONTROL ? "node-2" : "node-1");
    }
}
