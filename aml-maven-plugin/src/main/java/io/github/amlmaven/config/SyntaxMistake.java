package io.github.amlmaven.config;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Says in the user's words what the YAML parser means. */
final class SyntaxMistake {
    private SyntaxMistake() {}

    /** Refuses a file into which git wrote both sides of a merge. */
    static void checkConflict(String file, String text) throws UnreadableFileException {
        int line = 1;
        for (int begin = 0; begin < text.length(); line++) {
            int end = text.indexOf('\n', begin);
            end = end < 0 ? text.length() : end;
            if (isMarker(text, begin)) {
                String shown = Shown.value(text.substring(begin, end).strip());
                throw new UnreadableFileException(
                        new Place(file, line, 1),
                        "a merge conflict was left in the file: " + shown,
                        "keep one side of it and delete the lines that begin with <<<<<<<, ======= and >>>>>>>");
            }
            begin = end + 1;
        }
    }

    private static boolean isMarker(String text, int begin) {
        boolean sides = text.startsWith("<<<<<<<", begin) || text.startsWith(">>>>>>>", begin);
        int after = begin + 7;
        return sides && (after == text.length() || Character.isWhitespace(text.charAt(after)));
    }

    static UnreadableFileException of(String file, String text, MarkedYAMLException failure) {
        String problem = failure.getProblem() == null ? "" : failure.getProblem();
        @Nullable Mark context = failure.getContextMark();
        Place here = place(file, failure.getProblemMark());
        Place opened = place(file, context == null ? failure.getProblemMark() : context);
        if (problem.contains("(TAB)")) {
            return refused(here, "a tab stands where YAML wants blanks", "indent with blanks instead of tabs");
        }
        if (problem.startsWith("expected ',' or ")) {
            return problem.endsWith("<stream end>")
                    ? refused(opened, "the bracket opened here is never closed", "add the missing } or ]")
                    : refused(
                            here,
                            "a comma or a closing bracket is missing before this",
                            "end the item before it with a comma, or close the bracket of line " + opened.line());
        }
        if (problem.startsWith("expected the node content")) {
            return withoutValue(here, problem);
        }
        if (problem.equals("found unexpected end of stream")) {
            return refused(opened, "the quote opened here is never closed", "add the missing quote");
        }
        if (problem.equals("mapping values are not allowed here")) {
            return refused(
                    here,
                    "this ':' does not fit: the value or the line before it has not ended",
                    "give each 'key: value' a line of its own, indented like its neighbours; quote a value that holds"
                            + " ': '");
        }
        if (problem.equals("could not find expected ':'")) {
            return refused(opened, "this line is not 'key: value'", "add the colon and a blank, or delete the line");
        }
        if (problem.equals("sequence entries are not allowed here")) {
            return refused(
                    here,
                    "a list cannot begin here",
                    "begin it on the line after its key, or write [first, second] behind the colon");
        }
        if (problem.startsWith("expected <block end>") && !beginsLine(text, here)) {
            return refused(
                    here,
                    "the value has ended before this",
                    "put the whole value in quotes; a ' within '..' is written twice");
        }
        if (problem.startsWith("expected <block end>")) {
            return refused(
                    here,
                    "this does not continue what begins in line " + opened.line(),
                    "indent it like line " + opened.line() + ", or put the whole value in quotes");
        }
        if (problem.startsWith("found unknown escape") || problem.startsWith("expected escape sequence")) {
            return refused(
                    here,
                    "the backslash before this makes an escape that YAML does not know",
                    "write each backslash twice, or use single quotes");
        }
        if (problem.contains("cannot start any token") || problem.startsWith("unexpected character found")) {
            return refused(
                    problem.startsWith("unexpected") ? opened : here,
                    "no value can begin with this character",
                    "put the value in quotes");
        }
        if (problem.startsWith("expected chomping")) {
            return refused(
                    here, "the text of a value that begins with | or > stands below it", "put the value in quotes");
        }
        if (problem.equals("mapping keys are not allowed here")) {
            return refused(here, "a value cannot begin with '? '", "put the value in quotes");
        }
        if ("while scanning a directive".equals(failure.getContext())) {
            return refused(
                    opened,
                    "a line that begins with % is no 'key: value'",
                    "put the key in quotes, or delete the line");
        }
        if (problem.startsWith("expected '<document start>'")) {
            return refused(
                    here,
                    "the content has ended before this",
                    "put a blank after each colon, indent lines that belong together alike, and check that the brackets"
                            + " match");
        }
        return refused(
                here,
                "this is not YAML: " + Shown.plain(problem.replace('\n', ' ')),
                "correct the line, or put the value in quotes");
    }

    /** The mistake where the parser came upon a sign, or the end, instead of a value. */
    private static UnreadableFileException withoutValue(Place here, String problem) {
        if (problem.contains("<stream end>")) {
            return refused(
                    here,
                    "the file ends within a bracket that is never closed",
                    "add what is missing: the value, if one is, and the } or ]");
        }
        String remedy = "add the value, or delete the sign; quote a value that begins with it";
        if (problem.endsWith("','")) {
            return refused(here, "a comma stands where a value is wanted", remedy);
        }
        if (problem.endsWith("']'") || problem.endsWith("'}'")) {
            return refused(here, "a closing bracket stands where a value is wanted", remedy);
        }
        return refused(here, "a value is wanted here", "write it, in quotes if it holds signs");
    }

    /** Whether nothing stands before a place on its line. */
    private static boolean beginsLine(String text, Place place) {
        List<String> lines = text.lines().toList();
        String line = place.line() <= lines.size() ? lines.get(place.line() - 1) : "";
        return line.codePoints().limit(place.column() - 1).allMatch(Character::isWhitespace);
    }

    private static UnreadableFileException refused(Place place, String what, String remedy) {
        return new UnreadableFileException(place, what, remedy);
    }

    private static Place place(String file, @Nullable Mark mark) {
        return mark == null ? Place.of(file) : new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
    }
}
