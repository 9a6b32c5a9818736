package io.github.amlmaven.compute;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who may log in at the servers of {@link TestSsh}.
 *
 * @param password null where tests do not run as root: then it is whoever runs them, whose password nobody knows
 */
public record SshAccount(String name, Path home, @Nullable String password) {}
