package io.plumbline.json;

import io.plumbline.catalogue.ParameterDefinition;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The keys of a record's object form, in the order of its components; reader and writer share it. */
final class RecordShape {

    /** Keys that are not the component's name. */
    private static final Map<Class<?>, Map<String, String>> OTHER_KEYS =
            Map.of(ParameterDefinition.class, Map.of("defaultValue", "default", "minimum", "min", "maximum", "max"));

    private static final ClassValue<RecordShape> SHAPES = new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
            return new RecordShape(type);
        }
    };

    /** One component: its key, how to get it, and its type with type arguments. */
    record Part(String key, Method accessor, Type type) {

        Part {
            // A record that only its own package sees is written all the same.
            accessor.setAccessible(true);
        }

        Object of(Object owner) {
            try {
                return accessor.invoke(owner);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("cannot read " + accessor, e);
            }
        }
    }

    private final List<Part> parts;
    private final Constructor<?> constructor;

    private RecordShape(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Map<String, String> other = OTHER_KEYS.getOrDefault(type, Map.of());
        this.parts = Stream.of(components)
                .map(c -> new Part(other.getOrDefault(c.getName(), c.getName()), c.getAccessor(), c.getGenericType()))
                .toList();
        try {
            this.constructor = type.getDeclaredConstructor(
                    Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("every record has its canonical constructor: " + type, e);
        }
    }

    static RecordShape of(Class<?> recordType) {
        return SHAPES.get(recordType);
    }

    List<Part> parts() {
        return parts;
    }

    List<String> keys() {
        return parts.stream().map(Part::key).toList();
    }

    /** The record of these components. @throws IllegalArgumentException if the record refuses them */
    Object create(List<Object> values) {
        try {
            return constructor.newInstance(values.toArray());
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                throw refused;
            }
            throw new IllegalStateException("cannot create " + constructor, e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot create " + constructor, e);
        }
    }
}
