package io.ambientprober.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;

/** How JSON of the other side is read: no field twice, and nothing without a bound. */
final class StrictJson {
    private StrictJson() {}

    /** @param maxString characters of a text in it */
    static JsonFactory factory(int maxString) {
        return JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxStringLength(maxString)
                        .maxNameLength(100)
                        .maxNumberLength(30)
                        .maxNestingDepth(32)
                        .build())
                .build();
    }
}
