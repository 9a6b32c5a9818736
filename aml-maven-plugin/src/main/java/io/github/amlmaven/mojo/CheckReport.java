package io.github.amlmaven.mojo;

import io.github.amlmaven.DiskException;
import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.run.RuleOutcome;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** What came of rules, in the form of JUnit's reports: {@code target/aml/check.xml}, one test case a rule. */
record CheckReport(Path path) {
    static CheckReport of(Module module) {
        return new CheckReport(module.buildFolder().resolve("aml").resolve("check.xml"));
    }

    /** Or a check that does not come to a result would seem to have that of the one before. */
    void remove() throws IOException {
        Files.deleteIfExists(path);
    }

    void write(RunRecord run, List<RuleOutcome> outcomes) throws IOException {
        try {
            Files.createDirectories(path.getParent());
            Files.writeString(path, text(run, outcomes));
        } catch (IOException e) {
            throw DiskException.of(e, path, -1, "-Daml.check.skip");
        }
    }

    static String text(RunRecord run, List<RuleOutcome> outcomes) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            line(xml, 0);
            suite(xml, run, outcomes);
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e); // nothing here can fail but our own order of calls
        }
        return text + "\n";
    }

    private static void suite(XMLStreamWriter xml, RunRecord run, List<RuleOutcome> outcomes)
            throws XMLStreamException {
        Duration time = outcomes.stream().map(RuleOutcome::time).reduce(Duration.ZERO, Duration::plus);
        xml.writeStartElement("testsuite");
        attribute(xml, "name", suiteName(run));
        attribute(xml, "tests", Integer.toString(outcomes.size()));
        attribute(xml, "failures", count(outcomes, RuleOutcome.Verdict.FAILED));
        attribute(xml, "errors", "0");
        attribute(xml, "skipped", count(outcomes, RuleOutcome.Verdict.NO_BASELINE));
        attribute(xml, "time", seconds(time));
        attribute(
                xml,
                "timestamp",
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString().replace("Z", ""));
        line(xml, 1);
        xml.writeStartElement("properties");
        property(xml, "run_id", run.id().value());
        property(xml, "run_number", Integer.toString(run.number()));
        property(xml, "script_name", run.script());
        property(xml, "target", run.target());
        line(xml, 1);
        xml.writeEndElement();
        for (RuleOutcome outcome : outcomes) {
            testCase(xml, run, outcome);
        }
        line(xml, 0);
        xml.writeEndElement();
    }

    /** As a Java class in a package, which is how reports group them. */
    private static String suiteName(RunRecord run) {
        return "aml.check." + run.script().replaceAll("[^\\p{L}\\p{N}]+", "_");
    }

    private static void testCase(XMLStreamWriter xml, RunRecord run, RuleOutcome outcome) throws XMLStreamException {
        line(xml, 1);
        xml.writeStartElement("testcase");
        attribute(xml, "name", outcome.rule());
        attribute(xml, "classname", suiteName(run));
        attribute(xml, "time", seconds(outcome.time()));
        switch (outcome.verdict()) {
            case PASSED -> xml.writeEndElement();
            case NO_BASELINE -> {
                xml.writeEmptyElement("skipped");
                attribute(xml, "message", outcome.words());
                xml.writeEndElement();
            }
            case FAILED -> {
                xml.writeStartElement("failure");
                attribute(xml, "message", outcome.words());
                attribute(xml, "type", "rule");
                xml.writeCharacters(legal("run " + run.number() + " (" + run.id() + ")\nrule: " + outcome.rule() + "\n"
                        + outcome.words()));
                xml.writeEndElement();
                xml.writeEndElement();
            }
        }
    }

    private static void property(XMLStreamWriter xml, String name, String value) throws XMLStreamException {
        line(xml, 2);
        xml.writeEmptyElement("property");
        attribute(xml, "name", name);
        attribute(xml, "value", value);
    }

    private static void attribute(XMLStreamWriter xml, String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, legal(value));
    }

    private static void line(XMLStreamWriter xml, int depth) throws XMLStreamException {
        xml.writeCharacters("\n" + "  ".repeat(depth));
    }

    private static String count(List<RuleOutcome> outcomes, RuleOutcome.Verdict verdict) {
        return Long.toString(outcomes.stream()
                .filter(outcome -> outcome.verdict() == verdict)
                .count());
    }

    private static String seconds(Duration time) {
        return BigDecimal.valueOf(time.toMillis(), 3).toPlainString();
    }

    /** XML 1.0 has no way at all to write some characters. */
    private static String legal(String text) {
        return text.codePoints()
                .map(c -> c == '\t'
                                || c == '\n'
                                || c == '\r'
                                || (c >= 0x20 && c <= 0xD7FF)
                                || (c >= 0xE000 && c <= 0xFFFD)
                                || c > 0xFFFF
                        ? c
                        : 0xFFFD)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
