package io.github.amlmaven.history;

/**
 * An asset that another history has now, too.
 *
 * @param asset as it is there
 * @param before its version where it came from
 * @param alreadyThere whether it was there before
 */
public record CopiedAsset(Asset asset, int before, boolean alreadyThere) {}
