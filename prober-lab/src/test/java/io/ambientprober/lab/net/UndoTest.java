package io.ambientprober.lab.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class UndoTest {
    private final List<String> undone = new ArrayList<>();
    private final Undo undo = new Undo();

    @Test
    void undoesTheLastFirst() throws Exception {
        undo.add(() -> undone.add("first"));
        undo.add(() -> undone.add("second"));

        undo.close();

        assertThat(undone).containsExactly("second", "first");
    }

    @Test
    void triesEveryStepAndSuppressesLaterFailures() {
        undo.add(() -> undone.add("first"));
        undo.add(() -> fail("later"));
        undo.add(() -> fail("earlier"));

        assertThatThrownBy(undo::close)
                .hasMessage("earlier")
                .satisfies(e -> assertThat(e.getSuppressed())
                        .singleElement()
                        .extracting(Throwable::getMessage)
                        .isEqualTo("later"));
        assertThat(undone).containsExactly("first");
    }

    @Test
    void undoesOnce() throws Exception {
        undo.add(() -> undone.add("once"));

        undo.close();
        undo.close();

        assertThat(undone).containsExactly("once");
    }

    @Test
    void undoesAtOnceWhatComesTooLate() throws Exception {
        undo.close();

        assertThatThrownBy(() -> undo.add(() -> undone.add("late"))).isInstanceOf(CancellationException.class);
        assertThat(undone).containsExactly("late");
    }

    private static void fail(String message) throws IOException {
        throw new IOException(message);
    }
}
