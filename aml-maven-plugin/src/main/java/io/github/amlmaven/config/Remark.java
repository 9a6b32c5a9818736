package io.github.amlmaven.config;

/** Something to tell before the run that does not stop it: one line, with its place; a warning ends in its remedy. */
public record Remark(Severity severity, String text) {
    /** How loudly to tell it. */
    public enum Severity {
        WARNING,
        INFO
    }
}
