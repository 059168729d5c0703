package io.plumbline.json;

import io.plumbline.event.AccountRef;
import io.plumbline.event.Event;
import io.plumbline.event.EventKind;
import io.plumbline.event.Principal;
import io.plumbline.event.Subject;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Records of the core with made-up content: every optional value present and lists filled, or everything absent that may be. */
final class SampleRecords {

    private final boolean full;
    private int count;

    private SampleRecords(boolean full) {
        this.full = full;
    }

    static Event event(EventKind kind, boolean full) {
        return (Event) new SampleRecords(full).value(kind.type());
    }

    static <T extends Record> T of(Class<T> type, boolean full) {
        return type.cast(new SampleRecords(full).value(type));
    }

    private Object value(Type type) {
        count++;
        if (type instanceof ParameterizedType generic) {
            Class<?> raw = (Class<?>) generic.getRawType();
            Type argument = generic.getActualTypeArguments()[0];
            if (raw == Optional.class) {
                return full ? Optional.of(value(argument)) : Optional.empty();
            } else if (raw == List.class) {
                return full ? List.of(value(argument), value(argument)) : List.of();
            } else if (raw == Set.class) {
                return full ? Set.of(value(argument)) : Set.of();
            }
            TreeMap<Object, Object> map = new TreeMap<>();
            if (full) {
                map.put(value(argument), value(generic.getActualTypeArguments()[1]));
            }
            return map;
        }
        Class<?> plain = (Class<?>) type;
        if (plain == String.class) {
            return "text-" + count;
        } else if (plain == boolean.class) {
            return full;
        } else if (plain == int.class) {
            return count;
        } else if (plain == long.class) {
            return 4_000_000_000L + count;
        } else if (plain == BigDecimal.class) {
            return new BigDecimal("1234.5").add(BigDecimal.valueOf(count));
        } else if (plain == Integer.class) {
            return count;
        } else if (plain == Instant.class) {
            return Instant.parse("2026-03-02T17:00:00.123Z").plusSeconds(count);
        } else if (plain == Duration.class) {
            return Duration.ofMinutes(count);
        } else if (plain == Principal.class) {
            return full
                    ? new Principal(Optional.of("p-" + count), Optional.of(account()))
                    : Principal.identity("p-" + count);
        } else if (plain == Subject.class) {
            return Subject.identity("p-" + count);
        } else if (plain.isEnum()) {
            Object[] constants = plain.getEnumConstants();
            return constants[count % constants.length];
        }
        List<Object> values = new ArrayList<>();
        for (RecordComponent component : plain.getRecordComponents()) {
            values.add(value(component.getGenericType()));
        }
        try {
            return plain.getDeclaredConstructor(Stream.of(plain.getRecordComponents())
                            .map(RecordComponent::getType)
                            .toArray(Class<?>[]::new))
                    .newInstance(values.toArray());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private AccountRef account() {
        return new AccountRef("erp", "a-" + count);
    }
}
