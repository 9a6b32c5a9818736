package io.github.amlmaven.fuzz;

import java.util.concurrent.ThreadLocalRandom;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/** Gives a property its tries and its seed ({@code aml.seed}, else a new one), and tells both, and what came of it. */
public final class Fuzzing implements AroundPropertyHook {
    @Override
    public PropagationMode propagateTo() {
        return PropagationMode.ALL_DESCENDANTS;
    }

    @Override
    public PropertyExecutionResult aroundProperty(PropertyLifecycleContext context, PropertyExecutor property) {
        Tries tries = context.findAnnotation(Tries.class).orElseThrow();
        long seed = Long.getLong("aml.seed", ThreadLocalRandom.current().nextLong());
        int count = Boolean.getBoolean("aml.long") ? tries.inLong() : tries.inBuild();
        context.attributes().setTries(count);
        context.attributes().setSeed(Long.toString(seed));
        // The first and last of everything would take all tries of the short form.
        context.attributes().setEdgeCases(EdgeCasesMode.NONE);
        String name = context.containerClass().getSimpleName() + "." + context.label();
        System.out.println("fuzz " + name + ": " + count + " tries, again with -Daml.seed=" + seed);
        Oracle.begin();
        PropertyExecutionResult result = property.execute();
        System.out.println("fuzz " + name + ": " + Oracle.figures());
        return result;
    }
}
