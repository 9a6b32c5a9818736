package io.github.amlmaven;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

    /**
     * The key file that opens a server.
     *
     * @param server its id in {@code settings.xml}, such as the address of a computer that is reached over SSH
     * @throws AmlException when its passphrase cannot be decrypted
     */
    default Optional<KeyFile> keyFile(String server) {
        return Optional.empty();
    }

    /** A user's name and password on one server. */
    record Login(String user, Secret password) {}

    /**
     * A user's key for one server.
     *
     * @param privateKey the file; null: another one, whose passphrase this is
     * @param passphrase null: the file is not encrypted
     */
    record KeyFile(@Nullable Path privateKey, @Nullable Secret passphrase) {}
}
