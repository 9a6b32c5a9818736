package io.github.amlmaven.compute;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a dependency file asks of pip, as pip reads it where the files of this computer have come along. */
record PipPackages(List<PipItem> items) {
    /**
     * The lines of a requirements file.
     *
     * @param folder where the files are, written with a {@code /} at its end
     */
    List<String> lines(String folder) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            String text =
                    items.get(i).text().replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
            Path file = items.get(i).file();
            if (file != null) {
                String written = String.valueOf(file.getFileName());
                int name = text.lastIndexOf(written);
                // What follows the name are extras, as in [plot], or a condition.
                text = folder + name(i, file) + (name < 0 ? "" : text.substring(name + written.length()));
            }
            lines.add(text);
        }
        return lines;
    }

    /** The files by the names they are to have in that folder. */
    Map<String, Path> files() {
        Map<String, Path> files = new LinkedHashMap<>();
        for (int i = 0; i < items.size(); i++) {
            Path file = items.get(i).file();
            if (file != null) {
                files.put(name(i, file), file);
            }
        }
        return files;
    }

    /** In a folder of its own, as two files of one name may come from two folders; without what means something to pip. */
    private static String name(int index, Path file) {
        return index + "/" + String.valueOf(file.getFileName()).replaceAll("[^A-Za-z0-9._+!-]", "_");
    }
}
