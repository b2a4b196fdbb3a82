package io.ambientprober.cluster.enrolled;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WaypointTrafficTest {
    private static @Nullable Map<String, String> labels(@Nullable String said) {
        return said == null ? null : Map.of("istio.io/waypoint-for", said);
    }

    @ParameterizedTest
    @CsvSource({
        ",, SERVICE, true, false",
        "service,, SERVICE, true, false",
        "workload,, WORKLOAD, false, true",
        "all,, ALL, true, true",
        "none,, NONE, false, false",
        ", workload, WORKLOAD, false, true",
        "service, workload, SERVICE, true, false",
        "other, workload, SERVICE, true, false",
    })
    void theGatewaysOwnLabelWins(
            @Nullable String gateway,
            @Nullable String gatewayClass,
            WaypointTraffic traffic,
            boolean services,
            boolean pods) {
        WaypointTraffic found = WaypointTraffic.of(labels(gateway), labels(gatewayClass));

        assertThat(found).isEqualTo(traffic);
        assertThat(found.takesServices()).isEqualTo(services);
        assertThat(found.takesPods()).isEqualTo(pods);
    }
}
