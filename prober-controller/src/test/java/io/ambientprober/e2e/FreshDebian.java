package io.ambientprober.e2e;

import io.ambientprober.e2e.Command.Ended;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The smallest Debian that there is, in a folder: no Java, no Maven, no checkout. Programs in it use the network of this machine.
 */
final class FreshDebian {
    private static final String RELEASE = "bookworm";

    /** Where this machine has its own packages from. */
    private static final List<String> MIRROR = List.of(
            "apt-get",
            "indextargets",
            "--format",
            "$(REPO_URI)",
            "Created-By: Packages",
            "Origin: Debian",
            "Label: Debian",
            "Component: main");

    private static final String ENTER = """
            mount -t proc proc "$1/proc"
            exec chroot "$1" /usr/bin/env -i "${@:2}"
            """;

    private final Path root;

    private FreshDebian(Path root) {
        this.root = root;
    }

    /** @param root a folder that is not there yet */
    static FreshDebian make(Path root) {
        String mirror = Command.run(MIRROR).requireSuccess().lines().findFirst().orElseThrow();
        Command.run(List.of("debootstrap", "--variant=minbase", RELEASE, root.toString(), mirror))
                .requireSuccess();
        return new FreshDebian(root);
    }

    /** @param to in the fresh system */
    void put(Path file, String to) {
        Command.run(List.of("install", "-D", file.toString(), root + to)).requireSuccess();
    }

    Ended run(String... command) {
        List<String> entering = new ArrayList<>(
                List.of("unshare", "--mount", "--pid", "--fork", "--kill-child", "bash", "-ec", ENTER, "bash"));
        entering.addAll(List.of(
                root.toString(),
                "HOME=/root",
                "PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
                "KUBECONFIG=/root/kubeconfig"));
        entering.addAll(List.of(command));
        return Command.run(entering);
    }

    void delete() {
        Command.run(List.of("rm", "-rf", "--one-file-system", root.toString())).requireSuccess();
    }
}
