package io.plumbline.avro;

import java.util.Objects;

/**
 * A value that cannot be turned into its other form, with the place of the field that is at fault.
 *
 * <p>The message is {@code path: reason}, for example {@code payload.holder.account: an account needs a system id and an
 * account id}. List elements stand as {@code [2]}, map entries as {@code [key]}.
 */
public final class MappingException extends RuntimeException {

    private final String path;
    private final String reason;

    MappingException(String reason) {
        this("", reason, null);
    }

    private MappingException(String path, String reason, Throwable cause) {
        super(path.isEmpty() ? reason : path + ": " + reason, cause);
        this.path = path;
        this.reason = reason;
    }

    /** What went wrong, as an exception of this type, at the place {@code segment} of the value that surrounds it. */
    static MappingException at(String segment, Throwable failure) {
        if (failure instanceof MappingException inner) {
            String joint = inner.path.isEmpty() || inner.path.startsWith("[") ? "" : ".";
            String path = segment.isEmpty() ? inner.path : segment + joint + inner.path;
            return new MappingException(path, inner.reason, inner.getCause());
        }
        return new MappingException(
                segment, Objects.requireNonNullElse(failure.getMessage(), failure.toString()), failure);
    }

    /** Names of the fields from the outermost record inwards; empty where the record as a whole is at fault. */
    public String path() {
        return path;
    }

    /** What is wrong with the field. */
    public String reason() {
        return reason;
    }
}
