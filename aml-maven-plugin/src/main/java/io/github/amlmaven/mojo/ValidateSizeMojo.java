package io.github.amlmaven.mojo;

import io.github.amlmaven.history.Json;
import io.github.amlmaven.staging.Explanation;
import io.github.amlmaven.staging.Fate;
import io.github.amlmaven.staging.ProjectTree;
import io.github.amlmaven.staging.SizeLimit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Checks that the project is small enough to be copied to a compute target, and says what makes it too big; also
 * explains why a file is copied or not.
 *
 * <p>Examples: {@code mvn aml:validate-size}, {@code mvn aml:validate-size -Daml.explain},
 * {@code mvn aml:validate-size -Daml.explain=data/big.csv}
 *
 * @since 1.0.0
 */
@Mojo(name = "validate-size", defaultPhase = LifecyclePhase.VALIDATE, requiresProject = false, threadSafe = true)
public final class ValidateSizeMojo extends AmlMojo {
    /** What Maven makes of {@code -Daml.explain} without a value. */
    private static final String EVERYTHING = "true";

    /**
     * The most bytes a project may have: a number, or one with KB, MB or GB (25MB are 26214400 bytes). Example:
     * {@code -Daml.projectSizeLimit=100MB}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.projectSizeLimit", defaultValue = "25MB")
    private String projectSizeLimit;

    /**
     * Lists every file and ignored folder with the rule that decides about it; with a path, that one only. Default: no
     * list. Example: {@code -Daml.explain=data/big.csv}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.explain")
    private @Nullable String explain;

    /**
     * How the list of {@code aml.explain} is written: {@code table} or {@code json}. Example:
     * {@code -Daml.output=json}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.output", defaultValue = "table")
    private String output;

    @Override
    void run(Module module) throws IOException {
        if (explain != null) {
            OutputFormat format = OutputFormat.of(output, OutputFormat.TABLE, OutputFormat.JSON);
            List<Fate> fates = explain.equals(EVERYTHING)
                    ? Explanation.of(module.folder())
                    : List.of(Explanation.of(module.folder(), explain));
            print(fates, format);
            return;
        }
        SizeLimit limit = new SizeLimit(ByteSize.parse("aml.projectSizeLimit", projectSizeLimit));
        Path storeFolder = storeFolder(module);
        ProjectTree tree = ProjectTree.scan(module.folder(), storeFolder == null ? Set.of() : Set.of(storeFolder));
        limit.check(tree);
        tree.warnings().forEach(getLog()::warn);
        limit.warning(tree).ifPresent(getLog()::warn);
        getLog().info(limit.usage(tree));
    }

    private static void print(List<Fate> fates, OutputFormat format) {
        if (format == OutputFormat.JSON) {
            List<Map<String, Object>> objects = new ArrayList<>();
            for (Fate fate : fates) {
                Map<String, Object> object = new LinkedHashMap<>();
                object.put("path", fate.path());
                object.put("staged", fate.staged());
                object.put("size", fate.size());
                object.put("rule", fate.rule());
                objects.add(object);
            }
            System.out.println(Json.pretty(objects));
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        for (Fate fate : fates) {
            rows.add(List.of(
                    fate.staged() ? "copied" : "left out", String.valueOf(fate.size()), fate.path(), fate.rule()));
        }
        TextTable.draw(List.of("Fate", "Bytes", "Path", "Rule"), rows, 4, 0).forEach(System.out::println);
    }
}
