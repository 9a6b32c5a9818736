package io.github.amlmaven.compute;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What the runs of one project have left in one place. Only what carries our marks is ever seen here, and so only that can be
 * removed.
 */
public interface Leftovers {
    /** Where it is, for people; equal for targets that leave their things in the same place. */
    String place();

    /**
     * Everything there is, also what is in use.
     *
     * @throws io.github.amlmaven.AmlException when the place cannot be asked
     */
    List<Leftover> list() throws IOException;

    /** How one of them is now; empty when it is gone. */
    Optional<Leftover> again(Leftover leftover) throws IOException;

    /**
     * Removes one, never by force: what is in use by now stays.
     *
     * @throws io.github.amlmaven.AmlException when it stays, or a part of it, and the user can do something about that
     * @throws IOException when it stays for other reasons
     */
    void remove(Leftover leftover) throws IOException;
}
