package io.github.amlmaven.history;

import io.github.amlmaven.store.StoreAwayException;
import org.jspecify.annotations.Nullable;

/**
 * A run that has just been claimed.
 *
 * @param provisional whether its number is one of this computer alone, until it is brought to its history
 * @param away why it is so; null when nobody has asked the history
 */
public record ClaimedRun(
        OpenRun run,
        JournalEntry entry,
        boolean provisional,
        @Nullable StoreAwayException away) {}
