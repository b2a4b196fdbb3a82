package io.ambientprober.image;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Capability;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.startupcheck.StartupCheckStrategy;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerStatus;

/** A container of the image with the rights of a pod: no capability, no way to more, nothing to write to but /tmp. */
final class ProberContainer extends GenericContainer<ProberContainer> {
    private static final String IMAGE = System.getProperty("prober.image", "");
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    ProberContainer(String... command) {
        super(IMAGE);
        withCommand(command);
        // As an agent has it; and no bridge is needed.
        withNetworkMode("host");
        withTmpFs(Map.of("/tmp", "rw,size=64m"));
        withStartupTimeout(PATIENCE);
        withCreateContainerCmdModifier(create -> Objects.requireNonNull(create.getHostConfig())
                .withReadonlyRootfs(true)
                .withCapDrop(Capability.ALL)
                .withSecurityOpts(List.of("no-new-privileges")));
    }

    ProberContainer asRoot() {
        return withCreateContainerCmdModifier(create -> create.withUser("0"));
    }

    ProberContainer mayCapture() {
        return withCreateContainerCmdModifier(
                create -> Objects.requireNonNull(create.getHostConfig()).withCapAdd(Capability.NET_RAW));
    }

    /** Waits for a line of the log, and returns its first group. */
    String startAndRead(String line) {
        Pattern pattern = Pattern.compile(line);
        waitingFor(Wait.forLogMessage("(?s).*" + line + ".*", 1).withStartupTimeout(PATIENCE));
        start();
        Matcher matcher = pattern.matcher(getLogs());
        if (!matcher.find()) {
            throw new IllegalStateException("no line " + line + " in: " + getLogs());
        }
        return matcher.group(1);
    }

    /** Waits for the command to end, however it does. */
    Ending run() {
        withStartupCheckStrategy(new Ended().withTimeout(PATIENCE));
        waitingFor(new ForNothing());
        start();
        InspectContainerResponse now = getCurrentContainerInfo();
        return new Ending(Objects.requireNonNull(now.getState().getExitCodeLong()), getLogs());
    }

    record Ending(long exitCode, String log) {}

    private static final class ForNothing extends AbstractWaitStrategy {
        @Override
        protected void waitUntilReady() {
            // That the command ended says it all.
        }
    }

    private static final class Ended extends StartupCheckStrategy {
        @Override
        public StartupStatus checkStartupState(DockerClient client, String container) {
            return DockerStatus.isContainerStopped(getCurrentState(client, container))
                    ? StartupStatus.SUCCESSFUL
                    : StartupStatus.NOT_YET_KNOWN;
        }
    }
}
