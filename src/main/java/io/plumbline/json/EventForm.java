package io.plumbline.json;

import io.plumbline.event.EventKind;
import io.plumbline.event.Header;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;

/**
 * The keys an event of one kind has in its object form, beside {@code kind} and the keys of the header; for help and documents.
 */
public record EventForm(EventKind kind, List<Key> keys) {

    /**
     * One key.
     *
     * @param form what its value must be, in words
     * @param required false where an absent key means empty, {@code false} or {@code UNKNOWN}
     */
    public record Key(String name, String form, boolean required) {}

    public EventForm {
        keys = List.copyOf(keys);
    }

    /** The form of a kind. */
    public static EventForm of(EventKind kind) {
        return new EventForm(
                kind,
                RecordShape.of(kind.type()).parts().stream()
                        .filter(part -> part.type() != Header.class)
                        .map(EventForm::key)
                        .toList());
    }

    private static Key key(RecordShape.Part part) {
        Type type = part.type();
        Optional<Type> item = type instanceof ParameterizedType generic && generic.getRawType() == List.class
                ? Optional.of(generic.getActualTypeArguments()[0])
                : Optional.empty();
        String form = item.map(each -> "a list; each item " + RecordReader.formOf(each))
                .orElseGet(() -> RecordReader.formOf(type));
        return new Key(part.key(), form, RecordReader.whereAbsent(type).isEmpty());
    }
}
