package io.github.amlmaven.history;

import java.nio.file.Path;

/**
 * An artifact in a folder of the user.
 *
 * @param alreadyThere whether the file was there before with the same content and was left alone
 */
public record DownloadedFile(Artifact artifact, Path file, boolean alreadyThere) {}
