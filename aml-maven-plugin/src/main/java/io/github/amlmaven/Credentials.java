package io.github.amlmaven;

import java.util.Optional;

/** Who the user is on other computers, from where secrets may be: the {@code <servers>} of {@code settings.xml}. */
@FunctionalInterface
public interface Credentials {
    /** For where there are none. */
    Credentials NONE = server -> Optional.empty();

    /**
     * The user's name and password on a server.
     *
     * @param server its id in {@code settings.xml}, such as a registry's host name
     * @throws AmlException when it cannot be decrypted
     */
    Optional<Login> login(String server);

    /**
     * What opens a server that asks for no name.
     *
     * @param server its id in {@code settings.xml}, such as a store's host name
     * @throws AmlException when it cannot be decrypted
     */
    default Optional<Secret> password(String server) {
        return login(server).map(Login::password);
    }

    /** A user's name and password on one server. */
    record Login(String user, Secret password) {}
}
