package io.ambientprober.lab.mesh;

import io.ambientprober.lab.net.Netns;
import io.ambientprober.lab.net.PacketRules;
import java.io.IOException;
import java.util.List;

/** What istio-cni sets in a pod: cni/pkg/iptables/iptables.go of Istio, without its rules for kubelet probes and DNS. */
public final class Redirection {
    /** On every packet of the proxy's own connections, so that they are left alone. */
    static final int MARK = 0x539;

    private static final String MARKED = "-m mark --mark 0x539/0xfff";
    private static final String UNMARKED = "-m mark ! --mark 0x539/0xfff";
    /** What a connection that the proxy opened is remembered by. */
    private static final String REMEMBERED = "0x111/0xfff";

    private Redirection() {}

    public static void set(Netns pod, boolean ipv6) throws IOException {
        set(pod, true, "127.0.0.1/32");
        if (ipv6) {
            set(pod, false, "::1/128");
        }
    }

    private static void set(Netns pod, boolean v4, String loopback) throws IOException {
        PacketRules.add(
                pod,
                v4,
                "mangle",
                List.of(
                        "-A PREROUTING " + MARKED + " -j CONNMARK --set-xmark " + REMEMBERED,
                        "-A OUTPUT -m connmark --mark " + REMEMBERED
                                + " -j CONNMARK --restore-mark --nfmask 0xffffffff --ctmask 0xffffffff"));
        PacketRules.add(
                pod,
                v4,
                "nat",
                List.of(
                        "-A PREROUTING ! -d " + loopback + " -p tcp -m tcp ! --dport " + Ports.ZTUNNEL.hbone() + " "
                                + UNMARKED + " -j REDIRECT --to-ports " + Ports.ZTUNNEL.plaintext(),
                        "-A OUTPUT -p tcp -m mark --mark " + REMEMBERED + " -j ACCEPT",
                        "-A OUTPUT ! -d " + loopback + " -o lo -j ACCEPT",
                        "-A OUTPUT ! -d " + loopback + " -p tcp " + UNMARKED + " -j REDIRECT --to-ports "
                                + Ports.ZTUNNEL.outbound()));
    }

    /** What a node reboot or a rewritten CNI configuration does to a pod that was enrolled. */
    public static void lose(Netns pod, boolean ipv6) throws IOException {
        for (String table : List.of("nat", "mangle")) {
            PacketRules.flush(pod, true, table);
            if (ipv6) {
                PacketRules.flush(pod, false, table);
            }
        }
    }
}
