/** Remembers every run: records, metrics, artifacts, snapshots; finds, lists, compares. */
@NullMarked
package io.github.amlmaven.history;

import org.jspecify.annotations.NullMarked;
