package io.ambientprober.e2e;

import java.util.List;
import java.util.stream.Stream;

/** Clients of the sample that send to the servers of the other node, until it is closed. */
final class TenantTraffic implements AutoCloseable {
    private record Sender(String namespace, String pod, String url) {}

    private static final List<Sender> SENDERS = List.of(
            new Sender("mesh", "client-1", "http://server-2.mesh/"),
            new Sender("mesh", "client-2", "http://server-1.mesh/"),
            new Sender("plain", "client-1", "http://server-1.mesh/"));

    private final List<Process> loops;

    private TenantTraffic(List<Process> loops) {
        this.loops = loops;
    }

    /** @param query what each request has after its question mark */
    static TenantTraffic begin(String query) {
        return new TenantTraffic(
                SENDERS.stream().map(sender -> loop(sender, query)).toList());
    }

    /** A few requests a second, of a new connection each, for five minutes at most. */
    private static Process loop(Sender sender, String query) {
        return Command.start(Stream.of(
                                "kubectl",
                                "-n",
                                sender.namespace(),
                                "exec",
                                sender.pod(),
                                "-c",
                                "main",
                                "--",
                                "timeout",
                                "300",
                                "bash",
                                "-c",
                                "while :; do curl -s -m 2 -o /dev/null '" + sender.url() + "?" + query
                                        + "'; sleep 0.3; done")
                        .toList())
                .process();
    }

    @Override
    public void close() {
        loops.forEach(Process::destroy);
        SENDERS.forEach(sender -> Command.kubectl(
                "-n", sender.namespace(), "exec", sender.pod(), "-c", "main", "--", "pkill", "-f", "while :"));
    }
}
