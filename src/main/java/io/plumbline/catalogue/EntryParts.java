package io.plumbline.catalogue;

import io.plumbline.event.Header;
import io.plumbline.event.ReferenceEvent;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The parts of a reference entry, whatever its kind: its envelope exchanged, and its content compared. */
final class EntryParts {

    private EntryParts() {}

    /** The same entry in another envelope. */
    static ReferenceEvent withHeader(ReferenceEvent event, Header header) {
        RecordComponent[] parts = event.getClass().getRecordComponents();
        Object[] values = new Object[parts.length];
        for (int i = 0; i < parts.length; i++) {
            values[i] = parts[i].getType() == Header.class ? header : value(event, parts[i]);
        }
        try {
            Class<?>[] types = Stream.of(parts).map(RecordComponent::getType).toArray(Class<?>[]::new);
            return event.getClass().getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("every reference event is a public record", e);
        }
    }

    /** The fields of two versions of one entry that differ, without the envelope and the start of validity. */
    static List<CataloguePlan.Difference> differences(ReferenceEvent before, ReferenceEvent after) {
        if (before.getClass() != after.getClass()) {
            return List.of(new CataloguePlan.Difference(
                    "kind", before.kind().wireName(), after.kind().wireName()));
        }
        List<CataloguePlan.Difference> differences = new ArrayList<>();
        for (RecordComponent part : before.getClass().getRecordComponents()) {
            if (part.getType() == Header.class || part.getName().equals("effectiveFrom")) {
                continue;
            }
            Object was = value(before, part);
            Object is = value(after, part);
            if (!was.equals(is)) {
                differences.add(new CataloguePlan.Difference(part.getName(), text(was), text(is)));
            }
        }
        return differences;
    }

    private static Object value(ReferenceEvent event, RecordComponent part) {
        try {
            return part.getAccessor().invoke(event);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("every reference event is a public record", e);
        }
    }

    private static String text(Object value) {
        return value instanceof Optional<?> optional
                ? optional.map(Object::toString).orElse("(absent)")
                : value.toString();
    }
}
