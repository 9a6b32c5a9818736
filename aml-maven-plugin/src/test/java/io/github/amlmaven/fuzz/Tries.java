package io.github.amlmaven.fuzz;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** How many inputs a property is given. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Tries {
    /** In every build. */
    int inBuild();

    /** When the system property {@code aml.long} is true. */
    int inLong();
}
