/** Reads {@code aml_config/} into records, and says everything that is wrong with it at once. */
@NullMarked
package io.github.amlmaven.config;

import org.jspecify.annotations.NullMarked;
