package io.ambientprober.cluster;

import io.ambientprober.run.SiteException;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.io.File;
import java.net.http.HttpClient;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** The way to a cluster: a kubeconfig, or the service account of the pod that this runs in. */
public final class Access {
    /** Rides out an API server that restarts, in attempts that wait twice as long each; yet an error comes within half a minute. */
    private static final int RETRIES = 7;

    private static final int FIRST_WAIT_MILLIS = 100;
    private static final int CONNECT_MILLIS = 5_000;
    private static final int REQUEST_MILLIS = 15_000;

    /**
     * Buffers of the JDK's HTTP client (module java.net.http) for each connection, which are of 16 KB else: a run keeps a port-forward open to
     * every node.
     */
    private static final List<String> BUFFERS = List.of(
            "jdk.httpclient.bufsize",
            "jdk.httpclient.websocket.writeBufferSize",
            "jdk.httpclient.websocket.intermediateBufferSize");

    private static final String BUFFER = "1024";

    static {
        for (String buffer : BUFFERS) {
            if (System.getProperty(buffer) == null) {
                System.setProperty(buffer, BUFFER);
            }
        }
    }

    private Access() {}

    /**
     * Opens nothing yet.
     *
     * @param kubeconfig null for the usual places
     * @param context null for the current one
     * @param rate of all requests
     */
    public static Cluster open(@Nullable Path kubeconfig, @Nullable String context, RequestRate rate)
            throws SiteException {
        String name = kubeconfig == null ? "the kubeconfig" : "the kubeconfig " + kubeconfig;
        if (kubeconfig != null && !Files.isReadable(kubeconfig)) {
            throw new SiteException(name + " cannot be read");
        }
        try {
            Config found = kubeconfig == null
                    ? Config.autoConfigure(context)
                    : Config.fromKubeconfig(context, kubeconfig.toFile());
            requireContext(found, name, context);
            Config config = new ConfigBuilder(found)
                    .withRequestRetryBackoffLimit(RETRIES)
                    .withRequestRetryBackoffInterval(FIRST_WAIT_MILLIS)
                    // A connection that a stopped API server left is noticed at once, and 50 requests need no
                    // multiplexing.
                    .withHttp2Disable(true)
                    .withWatchReconnectInterval(FIRST_WAIT_MILLIS)
                    .withConnectionTimeout(CONNECT_MILLIS)
                    .withRequestTimeout(REQUEST_MILLIS)
                    .build();
            return new Cluster(client(config, rate), client(forwarding(config), rate));
        } catch (KubernetesClientException | YamlEngineException e) {
            throw new SiteException(name + " cannot be used: " + reason(e), e);
        } catch (RuntimeException | StackOverflowError e) {
            // What the client makes of text that is YAML, and yet nothing that kubectl would take.
            throw new SiteException(name + " cannot be used: it does not hold what kubectl needs", e);
        }
    }

    private static KubernetesClient client(Config config, RequestRate rate) {
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientFactory(new VirtualThreads())
                .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("rate", rate))
                .build();
    }

    /** Answers come in bursts, and each of a hundred threads would take memory from then on. */
    private static final class VirtualThreads extends JdkHttpClientFactory {
        @Override
        protected void additionalConfig(HttpClient.Builder builder) {
            builder.executor(Executors.newVirtualThreadPerTaskExecutor());
        }
    }

    /**
     * A port-forward has its own time to open. What would end a connection that is not made in time keeps all of the request in memory for as long as
     * the connection lasts (JDK, jdk.internal.net.http.PlainHttpConnection): some 8 KB for each node.
     */
    private static Config forwarding(Config config) {
        return new ConfigBuilder(config).withConnectionTimeout(0).build();
    }

    /** The client wraps it in "An error has occurred.". */
    private static String reason(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof CharacterCodingException
                ? "it is not UTF-8"
                : String.valueOf(cause.getMessage()).strip().lines().findFirst().orElse("it is not a kubeconfig");
    }

    /** @param variable several files, as kubectl takes it; null where it is not set */
    static String noCluster(@Nullable String variable) {
        List<String> files = variable == null
                ? List.of()
                : Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                        .splitAsStream(variable)
                        .filter(file -> !file.isEmpty())
                        .toList();
        return files.isEmpty() || files.stream().anyMatch(file -> new File(file).exists())
                ? "no cluster: set KUBECONFIG or --kubeconfig, or run in a pod with a service account"
                : "no cluster: KUBECONFIG names " + String.join(" and ", files) + ", and there is no such file";
    }

    /** The client itself takes the current context, or a guess, where it does not find the one that was asked for. */
    private static void requireContext(Config config, String kubeconfig, @Nullable String wanted) throws SiteException {
        String there = config.getContexts().stream()
                .map(NamedContext::getName)
                .sorted()
                .collect(Collectors.joining(", "));
        if (config.getContexts().isEmpty()) {
            if (wanted != null || config.getMasterUrl().startsWith(Config.DEFAULT_MASTER_URL)) {
                throw new SiteException(noCluster(System.getenv("KUBECONFIG")));
            }
            return;
        }
        if (wanted != null && config.getContexts().stream().noneMatch(each -> wanted.equals(each.getName()))) {
            throw new SiteException(kubeconfig + " has no context '" + wanted + "', but these: " + there);
        }
        if (config.getCurrentContext() == null) {
            throw new SiteException(kubeconfig + " has no current context; name one of these with --context: " + there);
        }
        if (config.getFileWithCluster() == null) {
            throw new SiteException(kubeconfig + " does not hold the cluster of context '"
                    + config.getCurrentContext().getName() + "'");
        }
    }
}
