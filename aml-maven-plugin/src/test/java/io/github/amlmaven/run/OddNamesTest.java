package io.github.amlmaven.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.Required;
import io.github.amlmaven.history.NotCollected;
import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.store.Sha256;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a file is called, it comes back under that very name, or the record says why it was not kept. */
@Timeout(600)
class OddNamesTest {
    private static final int NAMES = Boolean.getBoolean("aml.long") ? 10_000 : 1_500;

    @TempDir
    Path temp;

    @BeforeEach
    void namesAreBytes() {
        Required.that(
                "UTF-8".equals(System.getProperty("sun.jnu.encoding")),
                "file names are not in UTF-8 -> run the tests with LC_ALL=C.UTF-8");
    }

    @Test
    void everyNameComesBackByteForByteOrIsRefusedWithAReason() throws IOException {
        long seed = Long.getLong("aml.seed", System.nanoTime());
        System.out.println("OddNamesTest: -Daml.seed=" + seed + ", " + NAMES + " names");
        Collection run = new Collection(temp, "names");
        fill(run.outputs(), new OddNames(seed));
        Map<String, String> left = Collection.files(run.directory.root().resolve("outputs"));
        Map<String, String> text = new TreeMap<>();
        left.forEach((name, content) -> {
            if (isText(name)) {
                text.put("outputs/" + name, content);
            }
        });

        RunRecord record = run.complete();

        Map<String, String> back = run.download(record, temp.resolve("back"));
        back.keySet().removeIf(name -> name.startsWith("azureml-logs/"));
        assertThat(Collection.difference(text, back)).isEmpty();
        Map<String, String> remaining = Collection.files(run.outputs());
        assertThat(remaining).hasSize(left.size() - text.size());
        for (String name : remaining.keySet()) {
            assertThat(record.notCollected())
                    .as(name)
                    .anyMatch(not -> not.reason().startsWith("has a name that is not valid UTF-8")
                            && isNamed("outputs/" + name, not.path()));
        }
        assertThat(left).hasSizeGreaterThanOrEqualTo(NAMES);
        System.out.println("OddNamesTest: " + left.size() + " files, " + back.size() + " back byte for byte, "
                + remaining.size() + " refused in " + record.notCollected().size() + " lines, 0 merged");
    }

    @Test
    void aNameThatIsTheStoresFormOfAnotherIsNotMergedWithIt() throws IOException {
        Collection run = new Collection(temp, "forms");
        String control = "\u0001".repeat(255);
        Files.writeString(run.outputs().resolve(control), "of control characters");
        Files.writeString(run.outputs().resolve("%x" + Sha256.of(control)), "of its fingerprint");

        RunRecord record = run.complete();

        assertThat(run.download(record, temp.resolve("back")).values()).contains("of control characters");
        assertThat(record.notCollected())
                .containsExactly(new NotCollected(
                        "outputs/%x" + Sha256.of(control),
                        18,
                        "would need the place of other content in the history; it stays in the run folder"));
    }

    @Test
    void inACharacterSetThatHasNotTheNameItIsRefusedAndNeverMerged() throws Exception {
        Path root = temp.resolve("ascii");
        Files.createDirectory(root);
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder builder = new ProcessBuilder(
                        java,
                        "-cp",
                        System.getProperty("java.class.path"),
                        AsciiCollection.class.getName(),
                        root.toString())
                .redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(printed).isZero();
        String reason = " has a name that is not valid in the character set ANSI_X3.4-1968 of this system; start Maven"
                + " with LC_ALL=C.UTF-8";
        assertThat(printed.lines())
                .containsExactly(
                        "kept azureml-logs/control_log.txt",
                        "kept azureml-logs/driver_log.txt",
                        "kept outputs/plain",
                        "left outputs/\\xc3\\xa4" + reason,
                        "left outputs/\\xc3\\xb6" + reason,
                        "left outputs/\\xc3\\xbc" + reason + "; what is in it is not kept",
                        "left outputs/\\xef\\xbf\\xbd" + reason,
                        "beside [plain]");
    }

    private static void fill(Path outputs, OddNames names) throws IOException {
        List<byte[]> always = names.always();
        List<Path> folders = new ArrayList<>(List.of(outputs));
        int made = 0;
        for (int i = 0; made < NAMES; i++) {
            byte[] name = i < always.size() ? always.get(i) : names.next();
            Path entry = Collection.named(folders.get(i < always.size() ? 0 : names.below(folders.size())), name);
            if (Files.exists(entry)) {
                continue;
            }
            if (i >= always.size() && folders.size() < 60 && names.below(10) == 0) {
                folders.add(Files.createDirectory(entry));
            } else {
                Files.writeString(entry, "content " + i);
                made++;
            }
        }
    }

    /** Whether the record's name is that of the file, or of the folder above that could not be named either. */
    private static boolean isNamed(String raw, String shown) {
        String all = shown(raw);
        return all.equals(shown) || all.startsWith(shown + "/");
    }

    private static String shown(String raw) {
        StringBuilder shown = new StringBuilder();
        for (String component : raw.split("/", -1)) {
            shown.append(shown.isEmpty() ? "" : "/");
            if (isText(component)) {
                shown.append(io.github.amlmaven.ArtifactPath.printable(
                        URI.create("/" + component).getPath().substring(1)));
                continue;
            }
            for (byte b : bytes(component)) {
                shown.append(b > ' ' && b < 0x7f ? String.valueOf((char) b) : String.format("\\x%02x", b));
            }
        }
        return shown.toString();
    }

    private static boolean isText(String raw) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes(raw)));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static byte[] bytes(String raw) {
        return java.net.URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.ISO_8859_1)
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}
