package io.github.amlmaven.store;

/**
 * What a store says about a file it has taken in.
 *
 * @param name the object's name
 * @param size in bytes
 * @param sha256 64 lower-case hexadecimal digits
 */
public record StoredFile(String name, long size, String sha256) {}
