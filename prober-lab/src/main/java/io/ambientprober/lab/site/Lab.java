package io.ambientprober.lab.site;

import io.ambientprober.lab.net.Leftovers;
import io.ambientprober.lab.net.Network;
import io.ambientprober.lab.net.Undo;
import io.ambientprober.lab.process.Jvms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** Two nodes and a mesh on them. Runs take place here one after the other. */
public final class Lab implements AutoCloseable {
    private static final int NODES = 2;

    private final Undo undo = new Undo();
    private final Thread atExit = new Thread(this::closeAtExit, "lab clean-up");
    private final Network network;
    private final Mesh mesh;
    private final Path folder;

    /** Takes away what killed labs left, and builds a new one. */
    public static Lab open(Jvms jvms) throws IOException {
        Leftovers.sweep();
        return new Lab(jvms);
    }

    private Lab(Jvms jvms) throws IOException {
        Runtime.getRuntime().addShutdownHook(atExit);
        try {
            folder = Files.createTempDirectory("ambient-prober-lab");
            undo.add(() -> delete(folder));
            network = Network.open(NODES, undo);
            mesh = Mesh.start(network.nodes(), jvms, folder, undo);
        } catch (IOException | RuntimeException e) {
            undo.closeAfter(e);
            Runtime.getRuntime().removeShutdownHook(atExit);
            throw e;
        }
    }

    public Network network() {
        return network;
    }

    /** Names of the namespaces of pods that stand. */
    public List<String> pods() throws IOException {
        return network.podNames();
    }

    Mesh mesh() {
        return mesh;
    }

    /** For logs and what processes write. */
    Path folder() {
        return folder;
    }

    /** Takes away with the lab whatever a run adds to it. */
    void onClose(Undo.Step step) {
        undo.add(step);
    }

    @Override
    public void close() throws IOException {
        undo.close();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The process is ending; then the hook finds nothing left to do.
        }
    }

    private void closeAtExit() {
        try {
            undo.close();
        } catch (IOException e) {
            System.err.println("The lab was not taken away whole: " + e);
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> files;
        try (var walk = Files.walk(folder)) {
            files = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }
}
