package io.ambientprober.lab.site;

import io.ambientprober.lab.net.LabFolder;
import io.ambientprober.lab.net.LabId;
import io.ambientprober.lab.net.Network;
import io.ambientprober.lab.net.StaleLabs;
import io.ambientprober.lab.net.Undo;
import io.ambientprober.lab.process.Jvms;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Two nodes and a mesh on them. Runs take place here one after the other. */
public final class Lab implements AutoCloseable {
    private static final int NODES = 2;

    private final Undo undo = new Undo();
    private final Thread atExit = new Thread(this::closeAtExit, "lab clean-up");
    private final Network network;
    private final ControlPlane mesh;
    private final Jvms jvms;
    private final Path folder;
    /** Of tenants, which outlive what runs did to them. */
    private final Undo tenantsUndo = new Undo();

    private @Nullable TenantPods tenants;

    /** Removes what killed labs left, and builds a new one. */
    public static Lab open(Jvms jvms) throws IOException {
        StaleLabs.sweep();
        return new Lab(jvms);
    }

    private Lab(Jvms jvms) throws IOException {
        this.jvms = jvms;
        Runtime.getRuntime().addShutdownHook(atExit);
        try {
            LabId id = LabId.mine();
            LabFolder files = LabFolder.create(id);
            undo.add(files::delete);
            folder = files.path();
            network = Network.open(id, NODES, undo);
            mesh = ControlPlane.start(network.nodes(), jvms, folder, undo);
            undo.add(tenantsUndo::close);
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

    ControlPlane mesh() {
        return mesh;
    }

    /** Why this machine cannot make a mesh with these traits, in words. */
    public Optional<String> obstacle(Set<Trait> traits) {
        return traits.contains(Trait.IPV6) && !network.ipv6()
                ? Optional.of("IPv6 is disabled on this machine (net.ipv6.conf.all.disable_ipv6)")
                : Optional.empty();
    }

    /** Makes what outlives runs with these traits. */
    public void prepare(Set<Trait> traits) throws IOException {
        if (traits.contains(Trait.TENANTS)) {
            tenants();
        }
    }

    /** Made when they are first asked for. */
    synchronized TenantPods tenants() throws IOException {
        TenantPods there = tenants;
        if (there == null) {
            there = TenantPods.make(network, mesh, tenantsUndo);
            tenants = there;
        }
        return there;
    }

    Programs programs(Set<Trait> traits) {
        return new Programs(jvms, folder, traits);
    }

    /** What processes with the trait {@link Trait#CLOCKS_APART} take the time from, in the words of faketime(1). */
    public Path clock() {
        return folder.resolve(Programs.CLOCK);
    }

    /** Removes with the lab whatever a run adds to it. */
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
            System.err.println("The lab was not deleted completely: " + e);
        }
    }
}
