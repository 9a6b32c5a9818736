/** What the fuzz tests of all packages share: damage, and what is held against the code that is given it. */
@NullMarked
package io.github.amlmaven.fuzz;

import org.jspecify.annotations.NullMarked;
