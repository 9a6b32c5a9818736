package io.github.amlmaven.compute;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Makes an archive of entries that want to be written elsewhere, or as something else, with good ones between them. */
final class HostileEntries {
    private static final String RUN = "azureml-run/";
    private static final String[] WAYS_OUT = {"../", "../../", "../../../../../../", "./../", "x/../../", "/", "//"};

    private final Random random;
    private final Path canary;
    private final TarBytes tar = new TarBytes().folder("azureml-run").folder(RUN + "outputs");
    private int made;

    /** How those that must be refused are named. */
    final List<String> refused = new ArrayList<>();
    /** The paths and contents that must come. */
    final Map<String, String> kept = new TreeMap<>();

    /** @param canary a file outside; it has a neighbour {@code folder/secret} */
    HostileEntries(Random random, Path canary) {
        this.random = random;
        this.canary = canary;
    }

    TarBytes tar(int hostile) {
        while (refused.size() < hostile) {
            String name = "outputs/e" + made++;
            if (random.nextInt(4) == 0) {
                tar.file(RUN + name, "content " + made);
                kept.put(name, "content " + made);
            } else {
                hostile(name);
            }
        }
        return tar;
    }

    private void hostile(String name) {
        switch (random.nextInt(14)) {
            case 0 -> wayOut("outputs/" + pick(WAYS_OUT) + "way-out" + made);
            case 1 -> absolute();
            case 2 -> fileThroughLink(name);
            case 3 -> hardLink(name);
            case 4 -> device(name);
            case 5 -> large(name);
            case 6 -> notText(name);
            case 7 -> twice(name);
            case 8 -> belowAFile(name);
            case 9 -> folderInThePlaceOfAFile(name);
            case 10 -> paxOverride(name);
            case 11 -> gnuName();
            case 12 -> sparse(name);
            default -> nul(name);
        }
    }

    private void wayOut(String path) {
        boolean folder = random.nextBoolean();
        if (folder) {
            tar.folder(RUN + path);
        } else {
            tar.file(RUN + path, "x");
        }
        refused.add(path);
    }

    private void absolute() {
        String name = random.nextBoolean() ? "/etc/aml-" + made : canary.toString();
        tar.pax("path", name).file("x", "overwritten");
        refused.add(name);
    }

    /** A link to a folder outside, and then a file in it. */
    private void fileThroughLink(String name) {
        String target = random.nextBoolean() ? canary.getParent().toString() : "../../../../canary";
        if (random.nextBoolean()) {
            tar.pax("linkpath", target).link(RUN + name, '2', "");
        } else {
            tar.extended('K', target.getBytes(StandardCharsets.UTF_8)).link(RUN + name, '2', "");
        }
        tar.file(RUN + name + "/secret", "overwritten");
        refused.add(name);
        refused.add(name + "/secret");
    }

    private void hardLink(String name) {
        tar.link(
                RUN + name,
                '1',
                pick("/etc/passwd", "../../../canary/secret", RUN + "../../canary/secret", RUN + "nothing"));
        tar.file(RUN + name + "/secret", "overwritten");
        refused.add(name);
        refused.add(name + "/secret");
    }

    private void device(String name) {
        tar.link(
                RUN + name,
                pick("3", "4", "6", "7x").charAt(0) == '7'
                        ? 'D'
                        : pick("3", "4", "6").charAt(0),
                "");
        refused.add(name);
    }

    private void large(String name) {
        // Claimed by the header alone would stop the reading; that is another test.
        byte[] content = new byte[1_000_000 + random.nextInt(1000)];
        tar.pax("size", Integer.toString(content.length))
                .header((RUN + name).getBytes(StandardCharsets.UTF_8), '0', TarBytes.octal(1), "")
                .content(content);
        refused.add(name);
    }

    private void notText(String name) {
        byte[] bytes = (RUN + name + "\u00fe\u00ff").getBytes(StandardCharsets.ISO_8859_1);
        tar.pax("path", bytes).file("x", "x");
        refused.add(name + "\\xfe\\xff");
    }

    private void twice(String name) {
        tar.file(RUN + name, "first").file(RUN + name, "second");
        kept.put(name, "first");
        refused.add(name);
    }

    private void belowAFile(String name) {
        tar.file(RUN + name, "file").file(RUN + name + "/below", "x");
        kept.put(name, "file");
        refused.add(name + "/below");
    }

    private void folderInThePlaceOfAFile(String name) {
        tar.file(RUN + name, "file").folder(RUN + name);
        kept.put(name, "file");
        refused.add(name);
    }

    private void paxOverride(String name) {
        String path = "outputs/" + pick(WAYS_OUT) + made;
        tar.pax("path", RUN + path).file(RUN + name, "x");
        refused.add(path);
    }

    private void gnuName() {
        String path = "outputs/" + "n".repeat(200) + "/" + pick(WAYS_OUT) + made;
        tar.extended('L', (RUN + path + "\0").getBytes(StandardCharsets.UTF_8)).file("x", "x");
        refused.add(path);
    }

    private void sparse(String name) {
        tar.pax("GNU.sparse.realsize", "1099511627776").file(RUN + name, "x");
        refused.add(name);
    }

    private void nul(String name) {
        tar.pax("path", RUN + name + "\0.txt").file("x", "x");
        refused.add(name + "\\u0000.txt");
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
