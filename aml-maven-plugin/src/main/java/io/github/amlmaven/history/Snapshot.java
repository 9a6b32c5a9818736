package io.github.amlmaven.history;

/**
 * The project's files as a run got them, kept in the history.
 *
 * @param id 40 hexadecimal digits made from paths, kinds, modes and contents: the same files give the same id
 * @param files the number of files, links and folders
 * @param bytes the size of all files
 * @param newBytes how much of it was not in the history before
 */
public record Snapshot(String id, int files, long bytes, long newBytes) {}
