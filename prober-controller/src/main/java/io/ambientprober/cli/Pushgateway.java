package io.ambientprober.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Sends metrics to a Prometheus Pushgateway. */
final class Pushgateway {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final int MAX_CREDENTIALS = 4096;
    private static final int MAX_ANSWER = 1 << 20;

    private Pushgateway() {}

    /**
     * The header Authorization of the credentials in a file (RFC 7617).
     *
     * @throws IOException when it cannot be read, or does not hold them; never with what it holds
     */
    static String authorization(Path file) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_CREDENTIALS + 1);
        }
        String line = new String(bytes, StandardCharsets.UTF_8).strip();
        if (bytes.length > MAX_CREDENTIALS
                || line.indexOf(':') < 1
                || line.chars().anyMatch(Character::isISOControl)) {
            throw new IOException(file + " does not hold USER:PASSWORD in one line");
        }
        return "Basic " + Base64.getEncoder().encodeToString(line.getBytes(StandardCharsets.UTF_8));
    }

    /** POST replaces the metrics of the same names only: the time of the last success outlives a run that failed. */
    static void push(String url, @Nullable String authorization, String metrics) throws IOException {
        URI group = URI.create((url.endsWith("/") ? url : url + "/") + "metrics/job/ambient-prober");
        HttpRequest.Builder request = HttpRequest.newBuilder(group)
                .timeout(PATIENCE)
                .header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                .POST(BodyPublishers.ofString(metrics));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            HttpResponse<Void> answer =
                    client.send(request.build(), BodyHandlers.limiting(BodyHandlers.discarding(), MAX_ANSWER));
            if (answer.statusCode() / 100 != 2) {
                throw new IOException(group + " answered with status " + answer.statusCode());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while sending metrics to " + group, e);
        } catch (IOException e) {
            throw new IOException(group + " took no metrics: " + words(e, group.getHost()), e);
        }
    }

    /** The client of the JDK often has none for why there is no connection. */
    private static String words(IOException e, String host) {
        if (e instanceof ConnectException && e.getCause() instanceof ConnectException inner) {
            return words(inner, host);
        }
        if (e.getCause() instanceof UnresolvedAddressException || e instanceof UnknownHostException) {
            return "no address is known of " + host;
        }
        if (e.getMessage() != null) {
            return e.getMessage();
        }
        return e instanceof ConnectException ? "nobody answers there" : e.toString();
    }
}
