package io.ambientprober.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambientprober.run.SiteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {
    private static final String TWO_CONTEXTS = """
            apiVersion: v1
            kind: Config
            current-context: staging
            clusters:
              - {name: one, cluster: {server: "https://192.0.2.1:6443"}}
              - {name: two, cluster: {server: "https://192.0.2.2:6443"}}
            users:
              - {name: me, user: {}}
            contexts:
              - {name: staging, context: {cluster: one, user: me}}
              - {name: production, context: {cluster: two, user: me}}
            """;

    @TempDir
    private Path folder = Path.of("");

    private static Cluster open(Path file, @Nullable String context) throws SiteException {
        return Access.open(file, context, new RequestRate(100, 200, System::nanoTime));
    }

    @Test
    void opensTheContextThatIsNamedOrElseTheCurrentOne() throws IOException, SiteException {
        Path file = kubeconfig(TWO_CONTEXTS);

        try (Cluster current = open(file, null);
                Cluster named = open(file, "production")) {
            assertThat(current.client().getMasterUrl().toString()).startsWith("https://192.0.2.1:6443");
            assertThat(named.client().getMasterUrl().toString()).startsWith("https://192.0.2.2:6443");
        }
    }

    @Test
    void neverTakesAnotherContextThanTheOneThatIsNamed() throws IOException {
        Path file = kubeconfig(TWO_CONTEXTS);

        assertThatThrownBy(() -> open(file, "prodution"))
                .isInstanceOf(SiteException.class)
                .hasMessage("the kubeconfig " + file + " has no context 'prodution', but these: production, staging");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "current-context: test\n"})
    void guessesNoClusterWhereNoContextIsCurrent(String current) throws IOException {
        Path file = kubeconfig(TWO_CONTEXTS.replace("current-context: staging\n", current));

        assertThatThrownBy(() -> open(file, null))
                .isInstanceOf(SiteException.class)
                .hasMessage("the kubeconfig " + file
                        + " has no current context; name one of these with --context: production, staging");
    }

    @Test
    void guessesNoClusterWhereThatOfTheContextIsMissing() throws IOException {
        Path file = kubeconfig(TWO_CONTEXTS.replace("{name: two", "{name: three"));

        assertThatThrownBy(() -> open(file, "production"))
                .isInstanceOf(SiteException.class)
                .hasMessage("the kubeconfig " + file + " does not hold the cluster of context 'production'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# nothing\n",
                "hello",
                "[]",
                "\u0000\u0001",
                "a: *c\n",
                "apiVersion: v1\nkind: Config\nclusters: x\n",
                "{\"apiVersion\": \"v1\", \"kind\"",
                "apiVersion: v1\nkind: Config\ncurrent-context: c\ncontexts: [{name: c, context: {cluster: c}}]\nclusters: [{name: c, cluster: {}}]\n",
                "apiVersion: v1\nkind: Config\ncurrent-context: c\ncontexts: [{name: c, context: {cluster: c}}]\nclusters: [{name: c, cluster: {server: '::'}}]\n",
            })
    void saysThatAFileIsNoKubeconfig(String text) throws IOException {
        Path file = kubeconfig(text);

        assertUnusable(file);
    }

    @Test
    void whatIsNestedTooDeepIsNoKubeconfig() throws IOException {
        assertUnusable(kubeconfig("a: " + "[".repeat(20_000)));
    }

    @Test
    void norIsWhatIsNoText() throws IOException {
        assertUnusable(Files.write(folder.resolve("config"), new byte[] {'a', ':', ' ', (byte) 0xE9, '\n'}));
        assertUnusable(folder);
    }

    @Test
    void saysThatAFileOfTheVariableIsMissing() throws IOException {
        String usual = "no cluster: set KUBECONFIG or --kubeconfig, or run in a pod with a service account";

        assertThat(Access.noCluster(null)).isEqualTo(usual);
        assertThat(Access.noCluster("")).isEqualTo(usual);
        assertThat(Access.noCluster("/nope:" + kubeconfig(""))).isEqualTo(usual);
        assertThat(Access.noCluster("/nope"))
                .isEqualTo("no cluster: KUBECONFIG names /nope, and there is no such file");
        assertThat(Access.noCluster("/nope:/no")).contains("names /nope and /no,");
    }

    private static void assertUnusable(Path file) {
        assertThatThrownBy(() -> open(file, null))
                .isInstanceOf(SiteException.class)
                .hasMessageStartingWith("the kubeconfig " + file + " cannot be used: ")
                .message()
                .doesNotContain("\n", "An error has occurred", "Exception", "null");
    }

    private Path kubeconfig(String text) throws IOException {
        return Files.writeString(folder.resolve("config"), text);
    }
}
