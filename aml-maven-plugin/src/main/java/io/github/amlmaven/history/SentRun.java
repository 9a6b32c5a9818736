package io.github.amlmaven.history;

/**
 * A run that has been brought to another store.
 *
 * @param record as that store has it
 * @param before its number where it came from
 * @param provisional whether that number was one of this computer alone
 * @param files how many files had to be brought
 * @param bytes their size
 */
public record SentRun(RunRecord record, int before, boolean provisional, int files, long bytes) {
    SentRun asProvisional() {
        return new SentRun(record, before, true, files, bytes);
    }
}
