package io.ambientprober.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.evidence.PathEvidence.TapCheck;
import io.ambientprober.plan.Tap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a tap lost, by two accounts of it. */
class TapCheckTest {
    private static Tap tap(long kernelDropped, long interfaceDropped) {
        return new Tap("t", "n1", "t.pcap", "RAW", 9, kernelDropped, interfaceDropped);
    }

    private static TapReading reading(long dropped) {
        return new TapReading("t", 9, 900, 1, 2, dropped, List.of(), List.of());
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, 0",
        "3, 4, 5, 7",
        "3, 4, 9, 9",
        "0, 0, 2, 2",
        "1, 0, 0, 1",
        "9223372036854775807, 1, 0, 9223372036854775807"
    })
    void theLargerOfTwoAccountsOfLossesCounts(long kernel, long device, long file, long lost) {
        assertThat(new TapCheck(tap(kernel, device), reading(file)).dropped()).isEqualTo(lost);
    }

    @Test
    void aTapThatWasNotReadLostWhatThePlanSays() {
        TapCheck check = new TapCheck(tap(3, 4), null);

        assertThat(check.dropped()).isEqualTo(7);
        assertThat(check.empty()).isTrue();
    }
}
