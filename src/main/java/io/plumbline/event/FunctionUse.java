package io.plumbline.event;

/** A function at a level. */
public record FunctionUse(String functionId, ActivityLevel level) implements Comparable<FunctionUse> {
    @Override
    public int compareTo(FunctionUse other) {
        int byFunction = functionId.compareTo(other.functionId);
        return byFunction != 0 ? byFunction : level.compareTo(other.level);
    }
}
