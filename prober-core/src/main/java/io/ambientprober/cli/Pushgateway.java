package io.ambientprober.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Sends metrics to a Prometheus Pushgateway. */
final class Pushgateway {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Pushgateway() {}

    /** POST replaces the metrics of the same names only: the time of the last success outlives a run that failed. */
    static void push(String url, String metrics) throws IOException {
        URI group = URI.create((url.endsWith("/") ? url : url + "/") + "metrics/job/ambient-prober");
        HttpRequest request = HttpRequest.newBuilder(group)
                .timeout(PATIENCE)
                .header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                .POST(BodyPublishers.ofString(metrics))
                .build();
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            HttpResponse<Void> answer = client.send(request, BodyHandlers.discarding());
            if (answer.statusCode() / 100 != 2) {
                throw new IOException(group + " answered with status " + answer.statusCode());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while sending metrics to " + group, e);
        } catch (IOException e) {
            throw new IOException(group + " took no metrics: " + e, e);
        }
    }
}
