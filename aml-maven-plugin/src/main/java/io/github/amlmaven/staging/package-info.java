/** Decides which files belong to an experiment, measures them, refuses too many, copies them. */
@NullMarked
package io.github.amlmaven.staging;

import org.jspecify.annotations.NullMarked;
