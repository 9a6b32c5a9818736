package io.github.amlmaven.staging;

import io.github.amlmaven.fuzz.Damage;
import io.github.amlmaven.fuzz.Fuzzing;
import io.github.amlmaven.fuzz.Input;
import io.github.amlmaven.fuzz.Oracle;
import io.github.amlmaven.fuzz.Scratch;
import io.github.amlmaven.fuzz.Tries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever an ignore file holds, the project is walked or the line at fault is named. */
@AddLifecycleHook(Fuzzing.class)
class IgnoreFuzz {
    private static final Path FOLDER = Scratch.folder();
    private static final List<String> FILES =
            List.of("""
            # data
            *.csv
            !keep.csv
            /build/
            docs/**/*.pdf
            [a-c]*.t?t
            """, "**/__pycache__/\r\na/**/b\n\\#odd\n", "\\!odd\ntrailing\\ \n[[:digit:]]*\n", """
            *a*a*a*b
            **/a/**/a/**/b
            !docs/
            """);

    @BeforeContainer
    static void makeProject() throws IOException {
        Path deep = Files.createDirectories(FOLDER.resolve("a/".repeat(40)));
        Files.writeString(deep.resolve("a".repeat(255)), "x");
        Files.writeString(FOLDER.resolve("a".repeat(200) + ".csv"), "x");
        Files.createDirectories(FOLDER.resolve("docs/x/__pycache__"));
        Files.writeString(FOLDER.resolve("docs/x/b.pdf"), "x");
        Files.writeString(FOLDER.resolve("[odd] \\name"), "x");
    }

    @AfterContainer
    static void remove() throws IOException {
        Scratch.delete(FOLDER);
    }

    @Property
    @Tries(inBuild = 1000, inLong = 40_000)
    void ignoreFiles(@ForAll("damagedIgnoreFiles") Input input) throws IOException {
        Path file = FOLDER.resolve(".amlignore");
        Files.deleteIfExists(file);
        Files.write(file, input.bytes());
        Oracle.check(() -> ProjectTree.scan(FOLDER));
    }

    @Provide
    Arbitrary<Input> damagedIgnoreFiles() {
        return Damage.of(FILES);
    }
}
