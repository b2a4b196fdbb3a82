package io.ambientprober.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What the parts to add are for is in them. */
class ManifestComponentsTest {
    private static final Path COMPONENTS = Path.of("..", "manifests", "components");

    /** A CronJob may have been made of the Job before the component comes to it. */
    @Test
    void standingReachesTheJobAndTheCronJob() throws IOException {
        assertThat(documents("standing/kustomization.yaml"))
                .singleElement()
                .asString()
                .contains("target={kind=Job,", "path: /spec/template/spec/containers/0/args/-\n  value: --standing")
                .contains(
                        "target={kind=CronJob,",
                        "path: /spec/jobTemplate/spec/template/spec/containers/0/args/-\n  value: --standing");
    }

    private static List<Object> documents(String file) throws IOException {
        List<Object> documents = new ArrayList<>();
        new Load(LoadSettings.builder().build())
                .loadAllFromString(Files.readString(COMPONENTS.resolve(file)))
                .forEach(documents::add);
        return documents;
    }
}
