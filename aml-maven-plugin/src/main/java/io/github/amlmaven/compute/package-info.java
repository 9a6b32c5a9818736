/** Runs a job on a target and brings back its outputs. */
@NullMarked
package io.github.amlmaven.compute;

import org.jspecify.annotations.NullMarked;
