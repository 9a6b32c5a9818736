package io.github.amlmaven.run;

import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears a Ctrl-C while the Java process is already ending, which shutdown hooks do not.
 *
 * <p>By reflection on {@code jdk.unsupported}: there is no supported way, and the compiler takes no other.
 */
final class SecondInterrupt {
    private static final Logger LOG = LoggerFactory.getLogger(SecondInterrupt.class);

    private SecondInterrupt() {}

    /** Calls the action, in another thread, for each Ctrl-C from now on; does nothing in a JDK that cannot tell. */
    static void listen(Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object listener = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, args) -> {
                        action.run();
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("INT"), listener);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            LOG.debug("a second Ctrl-C cannot be heard", e);
        }
    }
}
