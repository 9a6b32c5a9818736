package io.github.amlmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.ProjectId;
import io.github.amlmaven.history.Journal;
import io.github.amlmaven.history.Metrics;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunOutcome;
import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.history.RunStart;
import io.github.amlmaven.history.RunStatus;
import io.github.amlmaven.run.RuleOutcome;
import io.github.amlmaven.store.FolderStore;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

/** The result of rules in JUnit's form. */
class CheckReportTest {
    @TempDir
    Path folder;

    @Test
    void isWellFormedWhateverTheRulesSay() throws Exception {
        RunHistory history =
                new RunHistory(new FolderStore(folder.resolve("store")), new ProjectId("local", "default", "iris"));
        RunStart start = new RunStart("code/train \"x\".py", List.of(), "local", "local", Map.of());
        RunRecord run = history.claim(start, new Journal(folder.resolve("journal")).begin(history, 0, true))
                .complete(new RunOutcome(
                        RunStatus.COMPLETED, null, 0, null, Instant.now(), Metrics.NONE, List.of(), List.of()));
        Duration time = Duration.ofMillis(1234);
        String evil = "<&>\"']]> \u0000 \uD800 \uFFFE \uD83D\uDE00";
        String xml = CheckReport.text(
                run,
                List.of(
                        new RuleOutcome("a", RuleOutcome.Verdict.PASSED, "fine", null, time),
                        new RuleOutcome(evil, RuleOutcome.Verdict.FAILED, evil, run, time),
                        new RuleOutcome("c", RuleOutcome.Verdict.NO_BASELINE, "none", null, time)));
        Element suite = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)))
                .getDocumentElement();
        assertThat(suite.getAttribute("tests")).isEqualTo("3");
        assertThat(suite.getAttribute("failures")).isEqualTo("1");
        assertThat(suite.getAttribute("skipped")).isEqualTo("1");
        assertThat(suite.getAttribute("time")).isEqualTo("3.702");
        assertThat(suite.getAttribute("name")).isEqualTo("aml.check.code_train_x_py");
        Element failure = (Element) suite.getElementsByTagName("failure").item(0);
        assertThat(failure.getAttribute("message")).isEqualTo("<&>\"']]> \uFFFD \uFFFD \uFFFD \uD83D\uDE00");
        assertThat(failure.getTextContent()).contains(run.id().value());
        assertThat(((Element) suite.getElementsByTagName("property").item(0)).getAttribute("value"))
                .isEqualTo(run.id().value());
        assertThat(suite.getElementsByTagName("skipped").getLength()).isEqualTo(1);
    }
}
