package io.github.amlmaven.history;

/**
 * Something that takes room.
 *
 * @param kind what it is, in one or two words
 * @param name what people know it by
 * @param remark what else there is to say; empty for nothing
 */
public record StoredBytes(String kind, String name, long bytes, String remark) {}
