/** Takes one experiment from its configuration to its record: {@code Experiment} reads as the list of steps. */
@NullMarked
package io.github.amlmaven.run;

import org.jspecify.annotations.NullMarked;
