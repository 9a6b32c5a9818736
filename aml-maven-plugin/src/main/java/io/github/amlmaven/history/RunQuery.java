package io.github.amlmaven.history;

import io.burt.jmespath.JmesPathException;
import io.burt.jmespath.jcf.JcfRuntime;
import io.burt.jmespath.parser.ParseError;
import io.burt.jmespath.parser.ParseException;
import io.github.amlmaven.AmlException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JMESPath over runs, as {@code az ml history list --query} took it. */
public final class RunQuery {
    /** In characters; the time that the parser takes grows with the square of it. */
    private static final int LONGEST = 4_000;

    private RunQuery() {}

    /**
     * What the expression says of the runs: any value that {@link Json} can write, null for nothing.
     *
     * @param runs {@link RunRecord#fields()} of each, newest first
     * @throws AmlException when the expression is not JMESPath (with the position), or does not fit the values
     */
    public static @Nullable Object evaluate(String jmespath, List<Map<String, @Nullable Object>> runs) {
        if (jmespath.length() > LONGEST) {
            throw new AmlException(
                    "the query is longer than " + LONGEST + " characters: '" + jmespath.substring(0, 60) + "...'",
                    "shorten -Daml.query, or print all runs with -Daml.output=json and choose among them with jq");
        }
        try {
            return new JcfRuntime().compile(jmespath).search(runs);
        } catch (ParseException e) {
            Iterator<ParseError> errors = e.iterator();
            String where = "";
            if (errors.hasNext()) {
                ParseError first = errors.next();
                where = ": " + first.message() + " at position " + (first.position() + 1);
            }
            throw new AmlException(
                    "'" + jmespath + "' is not JMESPath" + where,
                    "correct -Daml.query; an example: \"[?status=='Completed'] | max_by(@, &Accuracy).run_id\"",
                    e);
        } catch (NumberFormatException e) {
            // The parser lets this out for an index or a slice with a number that is no int.
            throw new AmlException(
                    "'" + jmespath + "' is not JMESPath: a number in it is too large",
                    "correct -Daml.query; an index such as [0] counts runs",
                    e);
        } catch (StackOverflowError e) {
            // Parser and interpreter call themselves for each level; nothing of theirs is used again.
            throw new AmlException(
                    "the query is nested too deeply: '" + jmespath.substring(0, Math.min(60, jmespath.length()))
                            + "...'",
                    "take -Daml.query apart with '|', as in \"[?Accuracy != null] | max_by(@, &Accuracy)\"",
                    e);
        } catch (JmesPathException e) {
            throw new AmlException(
                    "'" + jmespath + "' does not fit the runs: " + e.getMessage(),
                    "correct -Daml.query; leave out the runs without the value first, as in \"[?Accuracy != null]\"",
                    e);
        }
    }
}
