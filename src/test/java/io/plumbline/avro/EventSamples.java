package io.plumbline.avro;

import io.plumbline.event.Event;
import io.plumbline.event.EventKind;
import io.plumbline.event.Principal;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Sample events of every kind, made from the shapes of the records, so that a new kind is covered by existing. */
final class EventSamples {

    private final boolean filled;
    private int count;

    private EventSamples(boolean filled, int start) {
        this.filled = filled;
        this.count = start;
    }

    /** Every optional present, every list with two elements; other values for another {@code seed}. */
    static Event filled(EventKind kind, int seed) {
        return kind.type().cast(new EventSamples(true, seed).valueOf(kind.type()));
    }

    /** Every optional absent and every list empty. */
    static Event empty(EventKind kind) {
        return kind.type().cast(new EventSamples(false, 0).valueOf(kind.type()));
    }

    private Object valueOf(Type type) {
        count++;
        if (type instanceof ParameterizedType generic) {
            Type argument = generic.getActualTypeArguments()[0];
            if (generic.getRawType() == Optional.class) {
                return filled ? Optional.of(valueOf(argument)) : Optional.empty();
            }
            return filled ? List.of(valueOf(argument), valueOf(argument)) : List.of();
        }
        Class<?> raw = (Class<?>) type;
        if (raw == String.class) {
            return "text-" + count + " é";
        } else if (raw == boolean.class) {
            return count % 2 == 0;
        } else if (raw == int.class) {
            return count;
        } else if (raw == long.class) {
            return 5_000_000_000L + count;
        } else if (raw == Instant.class) {
            return Instant.parse("2023-07-10T12:00:00.123Z").plusSeconds(count);
        } else if (raw == Duration.class) {
            return Duration.ofMinutes(count);
        } else if (raw.isEnum()) {
            return raw.getEnumConstants()[count % raw.getEnumConstants().length];
        } else if (raw == Principal.class && !filled) {
            return Principal.account("aws", "a-" + count);
        }
        return recordOf(raw);
    }

    private Object recordOf(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        try {
            return type.getDeclaredConstructor(
                            Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new))
                    .newInstance(Stream.of(components)
                            .map(component -> valueOf(component.getGenericType()))
                            .toArray());
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("no sample of " + type, e);
        }
    }
}
