package io.plumbline.kafka;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/** Records of the core as bytes by reflection, so that the topology can be tested without schemas. */
final class ReflectedSerde<T> implements Serde<T> {

    private static final Map<String, Shape> SHAPES = new ConcurrentHashMap<>();

    private record Shape(Constructor<?> constructor, RecordComponent[] components) {}

    @Override
    public Serializer<T> serializer() {
        return (topic, value) -> encode(value);
    }

    @Override
    @SuppressWarnings("unchecked")
    public Deserializer<T> deserializer() {
        return (topic, bytes) -> bytes == null ? null : (T) decode(bytes);
    }

    static byte[] encode(Object value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            write(value, out);
        } catch (IOException | ReflectiveOperationException e) {
            throw new IllegalArgumentException("cannot encode " + value, e);
        }
        return bytes.toByteArray();
    }

    static Object decode(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            return read(in);
        } catch (IOException e) {
            throw new UncheckedIOException("not a reflected value", e);
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new IllegalArgumentException("not a reflected value", e);
        }
    }

    private static void write(Object value, DataOutputStream out) throws IOException, ReflectiveOperationException {
        if (value instanceof String text) {
            out.writeByte('s');
            out.writeUTF(text);
        } else if (value instanceof Long number) {
            out.writeByte('l');
            out.writeLong(number);
        } else if (value instanceof Integer number) {
            out.writeByte('i');
            out.writeInt(number);
        } else if (value instanceof Boolean flag) {
            out.writeByte('b');
            out.writeBoolean(flag);
        } else if (value instanceof Instant at) {
            out.writeByte('t');
            out.writeLong(at.getEpochSecond());
            out.writeInt(at.getNano());
        } else if (value instanceof Duration duration) {
            out.writeByte('d');
            out.writeLong(duration.getSeconds());
            out.writeInt(duration.getNano());
        } else if (value instanceof Enum<?> constant) {
            out.writeByte('e');
            out.writeUTF(constant.getDeclaringClass().getName());
            out.writeInt(constant.ordinal());
        } else if (value instanceof Optional<?> optional) {
            out.writeByte(optional.isPresent() ? 'o' : 'n');
            if (optional.isPresent()) {
                write(optional.get(), out);
            }
        } else if (value instanceof List<?> list) {
            out.writeByte('L');
            out.writeInt(list.size());
            for (Object each : list) {
                write(each, out);
            }
        } else if (value instanceof Map<?, ?> map) {
            out.writeByte('M');
            out.writeInt(map.size());
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                write(entry.getKey(), out);
                write(entry.getValue(), out);
            }
        } else {
            Shape shape = shape(value.getClass().getName());
            out.writeByte('R');
            out.writeUTF(value.getClass().getName());
            for (RecordComponent component : shape.components()) {
                write(component.getAccessor().invoke(value), out);
            }
        }
    }

    private static Object read(DataInputStream in) throws IOException, ReflectiveOperationException {
        byte kind = in.readByte();
        return switch (kind) {
            case 's' -> in.readUTF();
            case 'l' -> in.readLong();
            case 'i' -> in.readInt();
            case 'b' -> in.readBoolean();
            case 't' -> Instant.ofEpochSecond(in.readLong(), in.readInt());
            case 'd' -> Duration.ofSeconds(in.readLong(), in.readInt());
            case 'e' -> Class.forName(in.readUTF()).getEnumConstants()[in.readInt()];
            case 'o' -> Optional.of(read(in));
            case 'n' -> Optional.empty();
            case 'L' -> {
                List<Object> list = new ArrayList<>();
                for (int left = in.readInt(); left > 0; left--) {
                    list.add(read(in));
                }
                yield list;
            }
            case 'M' -> {
                Map<Object, Object> map = new TreeMap<>();
                for (int left = in.readInt(); left > 0; left--) {
                    map.put(read(in), read(in));
                }
                yield map;
            }
            case 'R' -> {
                Shape shape = shape(in.readUTF());
                Object[] values = new Object[shape.components().length];
                for (int i = 0; i < values.length; i++) {
                    values[i] = read(in);
                }
                yield shape.constructor().newInstance(values);
            }
            default -> throw new IOException("unknown kind " + kind);
        };
    }

    private static Shape shape(String className) throws ReflectiveOperationException {
        Shape known = SHAPES.get(className);
        if (known == null) {
            Class<?> type = Class.forName(className);
            if (!type.isRecord()) {
                throw new IllegalArgumentException(className + " is no record");
            }
            RecordComponent[] components = type.getRecordComponents();
            Constructor<?> constructor = type.getDeclaredConstructor(
                    Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            Stream.of(components).forEach(component -> component.getAccessor().setAccessible(true));
            known = new Shape(constructor, components);
            SHAPES.put(className, known);
        }
        return known;
    }
}
