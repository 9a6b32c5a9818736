package io.github.amlmaven.history;

import io.github.amlmaven.store.Store;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;

/** A store in which something else happens right before one of its calls. */
final class Interleaving {
    private final Store store;
    private int calls;
    private int moment = Integer.MAX_VALUE;
    private Meanwhile meanwhile = () -> {};
    private Meanwhile each = () -> {};

    /** What happens in between. */
    interface Meanwhile {
        void happens() throws IOException;
    }

    Interleaving(Store store) {
        this.store = store;
    }

    /** Once, before that call, counted from 1. */
    void before(int call, Meanwhile happening) {
        calls = 0;
        moment = call;
        meanwhile = happening;
    }

    /** Before each call. */
    void beforeEach(Meanwhile happening) {
        each = happening;
    }

    /** Whether it has happened. */
    boolean happened() {
        return calls >= moment;
    }

    Store store() {
        return (Store) Proxy.newProxyInstance(
                Store.class.getClassLoader(), new Class<?>[] {Store.class}, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "toString", "hashCode", "equals", "parallelism", "remember", "file", "derived" -> {
                            return method.getName().equals("file") ? Optional.empty() : method.invoke(store, arguments);
                        }
                        default -> {
                            each.happens();
                            if (++calls == moment) {
                                meanwhile.happens();
                            }
                        }
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
