package io.ambientprober.traffic;

import io.ambientprober.plan.Plan;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.wire.Direction;
import io.ambientprober.wire.IpAddress;
import io.ambientprober.wire.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Traffic of others: addresses that the plan does not have, whatever they say to each other. */
public final class Foreign {
    private Foreign() {}

    static Scene added(Scene scene, RandomGenerator random) {
        return scene.each(frames -> {
            List<Frame> all = new ArrayList<>();
            for (Frame frame : frames) {
                all.add(frame);
                if (random.nextInt(3) == 0) {
                    all.add(foreign(scene.plan(), frame, random));
                }
            }
            return all;
        });
    }

    /** Strangers that talk to servers of the plan, clients that talk to strangers, and pods that talk to each other of other things. */
    static Scene addedToPods(Scene scene, RandomGenerator random) {
        return scene.each(frames -> {
            List<Frame> all = new ArrayList<>();
            for (Frame frame : frames) {
                all.add(frame);
                if (random.nextInt(3) == 0) {
                    all.add(beside(frame, podPacket(scene.plan(), random)));
                }
            }
            return all;
        });
    }

    private static byte[] podPacket(Plan plan, RandomGenerator random) {
        ProbePath path = plan.paths().get(random.nextInt(plan.paths().size()));
        IpAddress client = path.client().ips().getFirst();
        IpAddress server = path.server().ips().getFirst();
        IpAddress stranger = address(!server.isV4(), random);
        int ephemeral = 50_000 + random.nextInt(64);
        int other = 20_000 + random.nextInt(64);
        byte[] payload = payload(plan, random);
        return switch (random.nextInt(6)) {
            case 0 -> tcp(stranger, ephemeral, server, plan.hbonePort(), payload, random);
            case 1 -> tcp(server, plan.hbonePort(), stranger, ephemeral, payload, random);
            case 2 -> tcp(stranger, ephemeral, server, path.server().port(), payload, random);
            case 3 -> tcp(client, ephemeral, stranger, plan.hbonePort(), payload, random);
            case 4 -> tcp(client, ephemeral, server, other, payload, random);
            default -> Packets.udp(client, ephemeral, server, plan.hbonePort(), payload);
        };
    }

    private static byte[] tcp(
            IpAddress from, int fromPort, IpAddress to, int toPort, byte[] payload, RandomGenerator random) {
        return Packets.tcp(from, fromPort, to, toPort, random.nextInt(), 0, random.nextInt(64), payload);
    }

    /** In the place of {@code beside}: its link type, its time. */
    private static Frame foreign(Plan plan, Frame beside, RandomGenerator random) {
        if (random.nextInt(8) == 0) {
            byte[] garbage =
                    Numbers.join(new byte[] {(byte) (1 + random.nextInt(255))}, bytes(random.nextInt(200), random));
            return beside.with(garbage, garbage.length + random.nextInt(100));
        }
        return beside(beside, packet(plan, random));
    }

    private static Frame beside(Frame beside, byte[] ip) {
        byte[] link = Links.header(beside.linkType(), Links.etherType(ip));
        return beside.with(Numbers.join(link, ip), link.length + ip.length);
    }

    private static byte[] packet(Plan plan, RandomGenerator random) {
        boolean v6 = random.nextBoolean();
        IpAddress one = address(v6, random);
        IpAddress other = address(v6, random);
        int ephemeral = 32768 + random.nextInt(64);
        byte[] payload = payload(plan, random);
        return switch (random.nextInt(5)) {
            case 0 -> tcp(one, ephemeral, other, plan.hbonePort(), payload, random);
            case 1 -> tcp(other, plan.hbonePort(), one, ephemeral, payload, random);
            case 2 -> tcp(one, ephemeral, other, 443, payload, random);
            case 3 -> Packets.udp(one, ephemeral, other, random.nextInt(1 << 16), payload);
            default -> Packets.ip(one, other, random.nextInt(256), payload);
        };
    }

    /** Of 64 addresses that no plan has. */
    private static IpAddress address(boolean v6, RandomGenerator random) {
        int host = random.nextInt(64);
        return v6 ? new IpAddress(0x2001_0DB8_FFFF_0000L, host) : IpAddress.v4(0xC6336400 + host);
    }

    private static byte[] payload(Plan plan, RandomGenerator random) {
        byte[] bytes = bytes(random.nextInt(1400), random);
        return switch (random.nextInt(4)) {
            case 0 -> bytes;
            case 1 -> Tls.applicationData(bytes);
            case 2 -> Numbers.join(otherRun(plan), bytes);
            default -> Numbers.join(unknownPath(plan), bytes);
        };
    }

    private static byte[] otherRun(Plan plan) {
        String key = plan.run().startsWith("0") ? "1" : "0";
        return new Token(key + plan.run().substring(1), path(plan), 1, Direction.CLIENT_TO_SERVER).bytes();
    }

    private static byte[] unknownPath(Plan plan) {
        int id = path(plan);
        while (isKnown(plan, id)) {
            id = id + 1 & 0xFFFF;
        }
        return new Token(plan.run(), id, 1, Direction.SERVER_TO_CLIENT).bytes();
    }

    private static int path(Plan plan) {
        return Integer.parseInt(plan.paths().getFirst().id(), 16);
    }

    private static boolean isKnown(Plan plan, int id) {
        return plan.paths().stream().anyMatch(path -> Integer.parseInt(path.id(), 16) == id);
    }

    public static byte[] bytes(int count, RandomGenerator random) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
