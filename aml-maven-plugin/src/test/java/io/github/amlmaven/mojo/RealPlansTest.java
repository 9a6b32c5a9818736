package io.github.amlmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.Credentials;
import io.github.amlmaven.ProjectId;
import io.github.amlmaven.config.Remark;
import io.github.amlmaven.config.RunRequest;
import io.github.amlmaven.run.RunPlan;
import io.github.amlmaven.run.RunSettings;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Projects as they lay about in 2017 and 2018, with their oddities, and what a run of them would do: an approved text for
 * each, named {@code <project>.<target>.<script>.txt}, without a script for one that the run configuration names. What is printed instead lies in {@code target/plans} afterwards.
 */
class RealPlansTest {
    private static final Path PLANS = plans();

    @TempDir
    private Path temp;

    static Stream<String> approved() throws IOException {
        try (Stream<Path> files = Files.list(PLANS)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".txt"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("approved")
    void thePlanIsTheApprovedOne(String approved) throws IOException {
        String[] name =
                approved.substring(0, approved.length() - ".txt".length()).split("\\.", 3);
        String printed = printed(name[0], name[1], name.length > 2 ? name[2] : null);
        Path actual = Files.createDirectories(Path.of("target", "plans")).resolve(approved);
        Files.writeString(actual, printed);

        assertThat(printed).isEqualTo(Files.readString(PLANS.resolve(approved)));
    }

    @Test
    void everyProjectHasAnApprovedPlan() throws IOException {
        List<String> plans = approved().toList();
        try (Stream<Path> files = Files.list(PLANS)) {
            assertThat(files.filter(Files::isDirectory)
                            .map(folder -> folder.getFileName().toString()))
                    .hasSizeGreaterThan(10)
                    .allMatch(project -> plans.stream().anyMatch(plan -> plan.startsWith(project + ".")));
        }
    }

    private String printed(String project, String target, @Nullable String script) throws IOException {
        Path folder = temp.resolve("project");
        copy(PLANS.resolve(project), folder);
        try {
            return normal(text(plan(folder, new RunRequest(target, script, null, Map.of()))));
        } catch (AmlException e) {
            return "REFUSED\n" + e.getMessage() + "\n";
        }
    }

    private RunPlan plan(Path folder, RunRequest request) throws IOException {
        RunSettings settings = new RunSettings(
                26_214_400,
                536_870_912,
                Duration.ofDays(7),
                Duration.ofSeconds(10),
                true,
                temp.resolve("runs"),
                List.of("HF_TOKEN"),
                Set.of(),
                Credentials.NONE,
                "1");
        RunPlan plan = RunPlan.of(
                folder,
                new ProjectId("acct", "ws", "iris"),
                request,
                settings,
                new RunPlan.Destination("/history", null, false));
        assertThat(temp.resolve("runs")).doesNotExist();
        return plan;
    }

    private static String text(RunPlan plan) {
        StringBuilder text = new StringBuilder();
        for (Remark remark : plan.remarks()) {
            text.append(remark.severity()).append(' ').append(remark.text()).append('\n');
        }
        PlanDetails.lines(plan).forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }

    /** Without what another computer has otherwise: folders, and which engine it names. */
    private String normal(String text) {
        return text.replace(temp.toString(), "<temp>")
                .replace(System.getProperty("user.home"), "<home>")
                .replaceAll("(Docker engine\n  engine +).*", "$1<engine>");
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path copy = to.resolve(from.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.write(copy, Files.readAllBytes(file));
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static Path plans() {
        try {
            return Path.of(RealPlansTest.class.getResource("plans").toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
