package io.ambientprober.lab.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.lab.fault.Cell;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrackTest {
    private static Track track(long... mebibytes) {
        Track track = new Track("x");
        for (long each : mebibytes) {
            track.add(new Reading(each << 10, 20));
        }
        return track;
    }

    @Test
    void isFlatWhereTheLastThirdHoldsAsMuchAsTheFirst() {
        assertThat(track(100, 101, 100, 140, 99, 101, 107, 108, 101).isFlat()).isTrue();
        assertThat(track(100, 101, 100, 140, 99, 101, 117, 118, 119).isFlat()).isFalse();
    }

    @Test
    void isNotFlatWithOneDescriptorMore() throws Exception {
        Track track = track(100, 100);
        track.add(new Reading(100 << 10, 21));

        assertThat(track.isFlat()).isFalse();
        assertThat(track.row()).isEqualTo("| x | 100.0 MB | 100.0 MB | 20 | 21 | **grew** |");
    }

    @Test
    void readsAProcess() throws Exception {
        Reading own = Reading.of(ProcessHandle.current());

        assertThat(own.residentKib()).isGreaterThan(10_000);
        assertThat(own.descriptors()).isGreaterThan(3);
    }

    @Test
    void everyTenthRunIsStruckAndEachTimeByAnother() {
        assertThat(IntStream.rangeClosed(1, 9).mapToObj(Endurance::cell).map(Cell::toString))
                .containsOnly("nothing/survey");
        assertThat(IntStream.rangeClosed(1, 100)
                        .map(number -> 10 * number)
                        .mapToObj(Endurance::cell)
                        .map(Cell::toString))
                .doesNotHaveDuplicates()
                .noneMatch(cell -> cell.startsWith("nothing/"));
    }
}
