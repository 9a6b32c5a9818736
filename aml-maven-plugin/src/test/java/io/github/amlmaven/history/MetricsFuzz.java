package io.github.amlmaven.history;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AfterContainer;

/** Whatever a script writes into its metrics file, the rest of the metrics is read and can be kept in a record. */
@AddLifecycleHook(Fuzzing.class)
class MetricsFuzz {
    private static final Path FOLDER = Scratch.folder();
    private static final List<String> FILES =
            List.of("""
            {"name": "Accuracy", "value": 0.97, "time": "2017-09-08T12:31:21.116000+00:00"}
            {"name": "loss", "value": [0.5, 0.25]}
            {"name": "loss", "value": [true, "x", [1]]}
            {"name": "a", "value": 1}
            {"name": "a", "value": NaN}
            {"name": "caf\\u00e9", "value": -1e9}
            """, "{\"name\": \"a\", \"value\": 1}\r\n{\"name\": \"a\", \"value\": null}", "");

    @AfterContainer
    static void remove() throws IOException {
        Scratch.delete(FOLDER);
    }

    @Property
    @Tries(inBuild = 1500, inLong = 150_000)
    void metrics(@ForAll("damagedMetrics") Input input) throws IOException {
        Path file = FOLDER.resolve("metrics.jsonl");
        Files.deleteIfExists(file);
        Files.write(file, input.bytes());
        Oracle.check(() -> {
            Metrics metrics = Metrics.read(file);
            byte[] kept = Json.bytes(Map.of("metrics", metrics.values()));
            assertThat(Json.parseObject(kept, 0, kept.length)).isNotEmpty();
        });
    }

    @Provide
    Arbitrary<Input> damagedMetrics() {
        return Damage.of(FILES);
    }
}
