package io.ambientprober.agent.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.plan.PodDevice;
import io.ambientprober.wire.IpAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rows are those of a kindnet node, of a bridge, of EKS and of a tunnel, on a machine whose words begin with the lowest byte. */
final class PodDevicesTest {
    private static final String HEADING =
            "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n";

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void noRoutes() throws IOException {
        Files.createDirectories(folder.resolve("sys"));
        Files.createDirectories(folder.resolve("proc"));
        routes("", "");
    }

    private void routes(String v4, String v6) throws IOException {
        Files.writeString(folder.resolve("proc/route"), HEADING + v4);
        Files.writeString(folder.resolve("proc/ipv6_route"), v6);
    }

    private Path device(String name, int index, int peer, String uevent) throws IOException {
        Path device = Files.createDirectories(folder.resolve("sys").resolve(name));
        Files.writeString(device.resolve("ifindex"), index + "\n");
        Files.writeString(device.resolve("iflink"), peer + "\n");
        Files.writeString(device.resolve("uevent"), uevent + "INTERFACE=" + name + "\n");
        return device;
    }

    private List<PodDevice> all() {
        PodDevices devices = new PodDevices(folder.resolve("sys"), folder.resolve("proc"));
        IntStream.range(0, 100).forEach(devices::seen);
        return devices.all();
    }

    private static String v4(String device, String destination, String gateway, String flags, String mask) {
        return String.join("\t", device, destination, gateway, flags, "0", "0", "0", mask, "0", "0", "0") + "\n";
    }

    private static String v6(String destination, String prefix, String gateway, String flags, String device) {
        String none = "0".repeat(32);
        return String.join(" ", destination, prefix, none, "00", gateway, "00000400", "00000001", "00000000", flags)
                + "     " + device + "\n";
    }

    @Test
    void onePodsDeviceHasOnlyRoutesToIt() throws IOException {
        device("veth1", 7, 2, "");
        routes(
                v4("veth1", "0501F40A", "00000000", "0005", "FFFFFFFF"),
                v6("fd00001000f400010000000000000005", "80", "0".repeat(32), "00000001", "veth1")
                        + v6("fe800000000000000000000000000000", "40", "0".repeat(32), "00000001", "veth1")
                        + v6("fe80000000000000a0b1c2fffe000001", "80", "0".repeat(32), "80200001", "veth1")
                        + v6("ff000000000000000000000000000000", "08", "0".repeat(32), "00000001", "veth1"));

        assertThat(all())
                .containsExactly(new PodDevice(
                        7, "veth1", List.of(IpAddress.parse("10.244.1.5"), IpAddress.parse("fd00:10:f4:1::5"))));
    }

    @Test
    void aDeviceOfSeveralPodsIsNobodys() throws IOException {
        device("cni0", 7, 7, "DEVTYPE=bridge\n");
        device("veth1", 8, 2, "");
        routes(v4("cni0", "0001F40A", "00000000", "0001", "00FFFFFF"), "");

        assertThat(all()).isEmpty();
    }

    /** EKS and GKE route their gateway by its one address. */
    @Test
    void anUplinkIsNobodys() throws IOException {
        device("eth0", 2, 2, "");
        device("eth1", 3, 9, "");
        device("eth2", 4, 9, "");
        routes(
                v4("eth0", "0100800A", "00000000", "0005", "FFFFFFFF")
                        + v4("eth1", "0100800A", "00000000", "0005", "FFFFFFFF")
                        + v4("eth1", "00000000", "0100800A", "0003", "00000000")
                        + v4("eth2", "0701F40A", "0100800A", "0007", "FFFFFFFF"),
                "");

        assertThat(all()).isEmpty();
    }

    @Test
    void tunnelsVlansAndWhatStandsOnAnotherAreNobodys() throws IOException {
        device("vxlan0", 7, 2, "DEVTYPE=vxlan\n");
        device("eth0.5", 8, 2, "DEVTYPE=vlan\n");
        Files.createDirectory(device("mac0", 9, 2, "").resolve("lower_eth0"));
        device("nk0", 10, 2, "DEVTYPE=netkit\n");
        routes(
                v4("vxlan0", "0501F40A", "00000000", "0005", "FFFFFFFF")
                        + v4("eth0.5", "0601F40A", "00000000", "0005", "FFFFFFFF")
                        + v4("mac0", "0701F40A", "00000000", "0005", "FFFFFFFF")
                        + v4("nk0", "0801F40A", "00000000", "0005", "FFFFFFFF"),
                "");

        assertThat(all()).containsExactly(new PodDevice(10, "nk0", List.of(IpAddress.parse("10.244.1.8"))));
    }

    @Test
    void whatWasLearnedOutlivesThePodAndWhatWasNotSeenIsNotTold() throws IOException {
        device("veth1", 7, 2, "");
        device("veth2", 8, 3, "");
        routes(
                v4("veth1", "0501F40A", "00000000", "0005", "FFFFFFFF")
                        + v4("veth2", "0601F40A", "00000000", "0005", "FFFFFFFF"),
                "");
        PodDevices devices = new PodDevices(folder.resolve("sys"), folder.resolve("proc"));
        devices.seen(7);
        routes("", "");

        assertThat(devices.all()).extracting(PodDevice::index).containsExactly(7);
    }

    @Test
    void whatIsNoTableOrMissingSaysNothing() throws IOException {
        device("veth1", 7, 2, "");
        routes("veth1\tXYZ\t0\t5\n\u0000\n", "g".repeat(32) + " 80 1 2 3 4 5 6 7 veth1\nshort\n");
        assertThat(all()).isEmpty();

        Files.delete(folder.resolve("proc/route"));
        Files.delete(folder.resolve("proc/ipv6_route"));
        assertThat(all()).isEmpty();
    }
}
