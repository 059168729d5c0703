package io.plumbline.json;

/**
 * Something wrong in a file, with where it stands and what to do about it.
 *
 * @param file name of the file as the user gave it
 * @param line line in the file, from 1; 0 where it is not known
 * @param field path of the field, such as {@code steps[2].account}; empty for the file or line as a whole
 * @param message what is wrong and what would be right
 */
public record Problem(String file, int line, String field, String message) {

    /** One line of text: {@code reference.yaml:12: reference[1].grace: must be ...}. */
    @Override
    public String toString() {
        return file + (line > 0 ? ":" + line : "") + ": " + (field.isEmpty() ? "" : field + ": ") + message;
    }
}
