package io.github.amlmaven.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Looks whether others can read the files of this user that hold passwords.
 *
 * @param files {@code settings.xml} and the like; need not be there
 */
public record SecretFileChecks(List<Path> files) implements Checkup.Examination {
    private static final String SUBJECT = "secrets";
    private static final List<String> ELEMENTS = List.of("<password>", "<passphrase>", "<privateKey>", "<master>");

    @Override
    public void examine(Checkup checkup) throws IOException {
        boolean all = true;
        for (Path file : files) {
            if (Files.isRegularFile(file) && FolderChecks.openToOthers(file) && holdsSecrets(file)) {
                checkup.warn(
                        SUBJECT,
                        file + " holds passwords, and others can read it",
                        "close it: chmod 600 " + file + "; encrypt them: mvn --encrypt-password");
                all = false;
            }
        }
        if (all) {
            checkup.ok(SUBJECT, "no password in a file of Maven's that others can read");
        }
    }

    private static boolean holdsSecrets(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        return ELEMENTS.stream().anyMatch(text::contains);
    }
}
