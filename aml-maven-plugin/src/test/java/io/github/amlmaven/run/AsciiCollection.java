package io.github.amlmaven.run;

import io.github.amlmaven.RunId;
import io.github.amlmaven.compute.LeftBehind;
import io.github.amlmaven.compute.Outputs;
import io.github.amlmaven.compute.RunDirectory;
import io.github.amlmaven.compute.RunsFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** A program for {@link OddNamesTest}: lists outputs in a Java that knows no letters outside ASCII. */
final class AsciiCollection {
    private AsciiCollection() {}

    /** Takes an empty folder to work in. */
    public static void main(String[] arguments) throws IOException {
        RunDirectory directory =
                RunsFolder.at(Path.of(arguments[0]).resolve("runs")).create(new RunId("iris_1500000000000"));
        directory.addRunFolders();
        for (Path folder : new Path[] {directory.outputs(), directory.root()}) {
            Files.writeString(folder.resolve("plain"), "x");
            Path odd = Files.createDirectory(named(folder, "\u00fc"));
            Files.writeString(odd.resolve("in it"), "x");
        }
        for (String name : new String[] {"\u00e4", "\u00f6", "\ufffd"}) {
            Files.writeString(named(directory.outputs(), name), name);
        }
        Outputs outputs = Outputs.of(directory, Collection.LIMIT);
        outputs.files().forEach(output -> System.out.println("kept " + output.path()));
        outputs.leftOut().forEach(left -> System.out.println("left " + left.path() + " " + left.reason()));
        System.out.println("beside "
                + LeftBehind.in(directory, Set.of(), Set.of()).stream()
                        .filter(name -> name.indexOf('\ufffd') < 0)
                        .toList());
    }

    private static Path named(Path folder, String name) {
        return Collection.named(folder, name.getBytes(StandardCharsets.UTF_8));
    }
}
