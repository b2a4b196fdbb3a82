package io.ambientprober.release;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ThisReleaseTest {
    private static final String ADDRESS = "https://example.org/prober/blob/v1.2.3";

    @Test
    void aDocumentIsNamedByItsAddress() {
        assertThat(ThisRelease.document(ADDRESS, "rights.md", "")).isEqualTo(ADDRESS + "/docs/rights.md");
        assertThat(ThisRelease.document(ADDRESS, "checks.md", "hbone")).isEqualTo(ADDRESS + "/docs/checks.md#hbone");
    }

    /** And not by a property that nobody replaced. */
    @Test
    void withoutAnAddressByItsPathInTheRelease() {
        assertThat(ThisRelease.document("checks.md", "hbone"))
                .isEqualTo("docs/checks.md of ambient-prober development");
    }
}
