package io.github.amlmaven;

/** A password, key or token, which never prints itself. */
public record Secret(String value) {
    /** The place where it would stand. */
    @Override
    public String toString() {
        return "***";
    }
}
