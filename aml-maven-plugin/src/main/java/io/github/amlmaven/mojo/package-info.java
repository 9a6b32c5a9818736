/** The goals: what the user types in, what Maven prints out. */
@NullMarked
package io.github.amlmaven.mojo;

import org.jspecify.annotations.NullMarked;
