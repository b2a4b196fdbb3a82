package io.ambientprober.lab.site;

import io.ambientprober.lab.net.Netns;
import io.ambientprober.lab.net.Network;
import io.ambientprober.lab.net.Undo;
import io.ambientprober.lab.process.LabProcess;
import io.ambientprober.peer.Announcement;
import java.io.IOException;
import java.time.Duration;

/**
 * The way to a process that takes orders on the loopback device of its namespace.
 *
 * @param announced how it is known there: the first line that it said
 * @param port of this machine's loopback device
 */
record ForwardedPort(Announcement announced, int port) {
    /**
     * Waits until it says where it listens.
     *
     * @param undo ends the way
     */
    static ForwardedPort to(LabProcess process, Netns netns, Network network, Undo undo, Duration timeout)
            throws IOException {
        Announcement announced = announcement(process, timeout);
        return new ForwardedPort(
                announced, network.forward(netns, announced.port(), undo).port());
    }

    private static Announcement announcement(LabProcess process, Duration timeout) throws IOException {
        String line = process.hear(timeout);
        try {
            return Announcement.parse(line);
        } catch (IllegalArgumentException e) {
            throw new IOException("the first line of " + process + " " + e.getMessage() + ": " + line, e);
        }
    }
}
