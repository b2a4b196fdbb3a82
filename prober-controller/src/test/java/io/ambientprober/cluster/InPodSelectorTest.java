package io.ambientprober.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambientprober.enrolled.EnrolledPod;
import io.ambientprober.plan.PodName;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InPodSelectorTest {
    @ParameterizedTest
    @CsvSource({
        "shop, shop, '', ''",
        "shop/Deployment/cart, shop, deployment/cart, ''",
        "shop/statefulset/db.main, shop, statefulset/db.main, ''",
        "shop:app=cart, shop, '', app=cart",
        "'shop:app=cart,tier in (a,b)', shop, '', 'app=cart,tier in (a,b)'"
    })
    void reads_its_three_forms(String text, String namespace, String workload, String labels) {
        assertThat(InPodSelector.parse(text)).isEqualTo(new InPodSelector(namespace, workload, labels));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Shop", "shop/cart", "shop/Deployment/", "shop:", "shop:app", "/Deployment/cart", "a b"})
    void refuses_what_is_none_of_them(String text) {
        assertThatThrownBy(() -> InPodSelector.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NAMESPACE/KIND/NAME");
    }

    @Test
    void a_workload_is_meant_by_its_kind_and_name_in_any_case() {
        InPodSelector selector = InPodSelector.parse("shop/deployment/cart");

        assertThat(selector.means(pod("Deployment/cart"))).isTrue();
        assertThat(selector.means(pod("Deployment/cart-2"))).isFalse();
        assertThat(selector.means(pod("StatefulSet/cart"))).isFalse();
        assertThat(InPodSelector.parse("shop").means(pod("Job/any"))).isTrue();
    }

    private static EnrolledPod pod(String workload) {
        return new EnrolledPod(
                new PodName("shop", "cart-1"),
                "node-1",
                workload,
                "default",
                List.of(),
                Instant.EPOCH,
                "enabled",
                false,
                false,
                false,
                false);
    }
}
