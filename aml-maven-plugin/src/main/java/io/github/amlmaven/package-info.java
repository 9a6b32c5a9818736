/** The few words every package speaks; JDK only. */
@NullMarked
package io.github.amlmaven;

import org.jspecify.annotations.NullMarked;
