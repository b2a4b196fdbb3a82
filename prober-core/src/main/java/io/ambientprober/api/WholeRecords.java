package io.ambientprober.api;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Jackson takes a null, or a missing field, for any object; what a record does not call nullable must be there. */
final class WholeRecords {
    private WholeRecords() {}

    /** @throws IOException naming the component that is missing in a record, or in one within it */
    static void require(Record whole) throws IOException {
        for (RecordComponent component : whole.getClass().getRecordComponents()) {
            require(component, value(whole, component));
        }
    }

    private static void require(RecordComponent component, @Nullable Object value) throws IOException {
        switch (value) {
            case null -> {
                if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                    throw new IOException(
                            component.getDeclaringRecord().getSimpleName() + " without " + component.getName());
                }
            }
            case Record part -> require(part);
            case List<?> parts -> {
                for (Object part : parts) {
                    if (part instanceof Record record) {
                        require(record);
                    }
                }
            }
            default -> {}
        }
    }

    private static @Nullable Object value(Record whole, RecordComponent component) {
        try {
            return component.getAccessor().invoke(whole);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("records of evidence are public", e);
        }
    }
}
