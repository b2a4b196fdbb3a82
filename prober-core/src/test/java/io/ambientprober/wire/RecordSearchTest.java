package io.ambientprober.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.ambientprober.traffic.Tls;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** However bytes come, a search ends, and soon. */
class RecordSearchTest {
    private static final int ENOUGH = 40_000;

    @Test
    void endsSoonOnSingleBytesThatLookLikeHeaders() {
        byte[] headers = new byte[ENOUGH];
        for (int i = 0; i < headers.length; i++) {
            headers[i] = (byte) (i % 3 == 0 ? 0x17 : 3);
        }

        assertThat(searchedByteByByte(headers)).isNotEqualTo(RecordSearch.Outcome.UNDECIDED);
    }

    @Test
    void endsSoonOnSingleBytesThatAreNoRecords() {
        byte[] almost = new byte[ENOUGH];
        for (int i = 0; i < almost.length; i++) {
            almost[i] = (byte) (i % 2 == 0 ? 0x17 : 3);
        }

        assertThat(searchedByteByByte(almost)).isEqualTo(RecordSearch.Outcome.IMPOSSIBLE);
    }

    @Test
    void endsSoonOnChainsThatBreak() {
        byte[] chain = new byte[ENOUGH];
        byte[] empty = Tls.applicationData(new byte[0]);
        for (int at = 0; at + 5 < chain.length; at += 5) {
            System.arraycopy(empty, 0, chain, at, 5);
        }
        Arrays.fill(chain, 1, 40, (byte) 0x17);

        assertThat(searchedByteByByte(chain)).isEqualTo(RecordSearch.Outcome.FOUND);
    }

    private static RecordSearch.Outcome searchedByteByByte(byte[] bytes) {
        return assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            RecordSearch search = new RecordSearch();
            for (int i = 0; i < bytes.length; i++) {
                search.add(bytes, i, 1);
                RecordSearch.Outcome outcome = search.outcome();
                if (outcome != RecordSearch.Outcome.UNDECIDED) {
                    return outcome;
                }
            }
            return search.lastOutcome();
        });
    }
}
