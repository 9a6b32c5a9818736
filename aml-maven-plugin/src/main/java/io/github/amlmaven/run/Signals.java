package io.github.amlmaven.run;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears signals that Java itself does not tell of: a Ctrl-C while the process is already ending, and the end of its
 * terminal.
 *
 * <p>By reflection on {@code jdk.unsupported}: there is no supported way, and the compiler takes no other.
 */
final class Signals {
    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

    private Signals() {}

    /** Calls the action, in another thread, for each Ctrl-C from now on; does nothing in a JDK that cannot tell. */
    static void onInterrupt(Runnable action) {
        handle("INT", action);
    }

    /** Calls the action when the terminal is closed, unless the process was started to ignore that ({@code nohup}). */
    static void onHangUp(Runnable action) {
        handle("HUP", action);
    }

    private static void handle(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object listener = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, args) -> {
                        action.run();
                        return null;
                    });
            Method handle = signal.getMethod("handle", signal, handler);
            Object number = signal.getConstructor(String.class).newInstance(name);
            Object before = handle.invoke(null, number, listener);
            Object ignored = handler.getField("SIG_IGN").get(null);
            if (ignored.equals(before)) {
                handle.invoke(null, number, ignored);
            }
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            LOG.debug("the signal {} cannot be heard", name, e);
        }
    }
}
