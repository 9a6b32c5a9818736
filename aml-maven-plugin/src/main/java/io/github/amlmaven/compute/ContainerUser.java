package io.github.amlmaven.compute;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whose processes those of a container are: the user's who runs Maven, so that what they write is the user's.
 *
 * @param uid number of the user in the container
 * @param gid number of the group
 */
record ContainerUser(int uid, int gid) {
    /** The home folder of a user that the image does not know. */
    static final String HOME = "/azureml-home";

    private static final ContainerUser ROOT = new ContainerUser(0, 0);
    private static final String NAME = "aml";

    /** The owner of a run folder, where the engine is; for an engine whose root is that user, root. */
    static ContainerUser of(DockerEngine engine, Path root) throws IOException {
        RemoteEngine remote = engine.remote();
        if (engine.facts().rootless()) {
            return ROOT;
        } else if (remote != null) {
            return new ContainerUser(remote.account().uid(), remote.account().gid());
        } else if (!root.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return ROOT;
        }
        return new ContainerUser(
                (Integer) Files.getAttribute(root, "unix:uid"), (Integer) Files.getAttribute(root, "unix:gid"));
    }

    /** Whether every image knows it. */
    boolean isRoot() {
        return uid == 0;
    }

    /** For the engine: {@code uid:gid}. */
    String words() {
        return uid + ":" + gid;
    }

    /** An {@code /etc/passwd} that has the user, too: programs look up their own name. */
    byte[] passwd(String there) {
        return with(there, uid, 2, NAME + ":x:" + uid + ":" + gid + "::" + HOME + ":/bin/sh");
    }

    /** An {@code /etc/group} that has the group, too. */
    byte[] group(String there) {
        return with(there, gid, 2, NAME + ":x:" + gid + ":");
    }

    private static byte[] with(String there, int number, int field, String line) {
        for (String known : there.split("\n", -1)) {
            String[] fields = known.split(":", -1);
            if (fields.length > field && fields[field].equals(Integer.toString(number))) {
                return there.getBytes(StandardCharsets.ISO_8859_1);
            }
        }
        String end = there.isEmpty() || there.endsWith("\n") ? "" : "\n";
        return (there + end + line + "\n").getBytes(StandardCharsets.ISO_8859_1);
    }
}
