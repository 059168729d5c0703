package io.plumbline.avro;

import io.plumbline.event.Event;
import io.plumbline.event.EventKind;
import io.plumbline.event.Principal;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Sample values of records, made from their shapes, so that a new kind or component is covered by existing. */
final class Samples {

    private final boolean filled;
    private int count;

    private Samples(boolean filled, int start) {
        this.filled = filled;
        this.count = start;
    }

    /** Every optional present, every list and map with two elements; other values for another {@code seed}. */
    static <T> T filled(Class<T> type, int seed) {
        return type.cast(new Samples(true, seed).valueOf(type));
    }

    /** Every optional absent and every list and map empty. */
    static <T> T empty(Class<T> type) {
        return type.cast(new Samples(false, 0).valueOf(type));
    }

    /** The kinds that sources may send. */
    static Stream<EventKind> inboundKinds() {
        return Stream.of(EventKind.values()).filter(kind -> kind.topic() != EventKind.InboundTopic.NONE);
    }

    static Event filled(EventKind kind, int seed) {
        return filled(kind.type(), seed);
    }

    static Event empty(EventKind kind) {
        return empty(kind.type());
    }

    private Object valueOf(Type type) {
        count++;
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            if (generic.getRawType() == Optional.class) {
                return filled ? Optional.of(valueOf(arguments[0])) : Optional.empty();
            } else if (arguments.length == 2) {
                return new TreeMap<>(
                        filled ? Map.of("b", valueOf(arguments[1]), "a é", valueOf(arguments[1])) : Map.of());
            }
            return filled ? List.of(valueOf(arguments[0]), valueOf(arguments[0])) : List.of();
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
        } else if (raw == BigDecimal.class) {
            return new BigDecimal("1234.5").add(BigDecimal.valueOf(count));
        } else if (raw == Integer.class) {
            return count;
        } else if (raw == Instant.class) {
            return Instant.parse("2023-07-10T12:00:00.123Z").plusSeconds(count);
        } else if (raw == Duration.class) {
            return Duration.ofMinutes(count);
        } else if (raw == ByteBuffer.class) {
            return ByteBuffer.wrap(new byte[] {0, -1, (byte) count});
        } else if (raw == Event.class) {
            return valueOf(EventKind.values()[count % EventKind.values().length].type());
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
