package io.ambientprober.lab.net;

import java.io.IOException;
import java.util.List;

/** Rules of one table of the packet filter, for both families or for one. */
public final class PacketRules {
    private PacketRules() {}

    /** Adds lines of {@code iptables-save}; rules that are there stay. */
    public static void add(Netns netns, boolean v4, String table, List<String> lines) throws IOException {
        String restore = v4 ? "iptables-restore" : "ip6tables-restore";
        String input = "*" + table + "\n" + String.join("\n", lines) + "\nCOMMIT\n";
        netns.command(List.of(restore, "--noflush", "--wait")).run(input);
    }

    /** Empties a table, and so lets everything through it. */
    public static void flush(Netns netns, boolean v4, String table) throws IOException {
        String input = "*" + table + "\nCOMMIT\n";
        netns.command(List.of(v4 ? "iptables-restore" : "ip6tables-restore", "--wait"))
                .run(input);
    }
}
