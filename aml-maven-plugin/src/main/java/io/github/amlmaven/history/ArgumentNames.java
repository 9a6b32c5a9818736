package io.github.amlmaven.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The arguments of a script under names that they can be compared by. */
final class ArgumentNames {
    private ArgumentNames() {}

    /**
     * {@code --reg 0.1 --reg=0.2 -v data.csv} as {@code --reg} with both values, {@code -v} with {@code data.csv}: what
     * follows an option is taken for its value unless it looks like an option, which only the script knows; an option
     * alone is {@code true}. The others are {@code argument 1}, {@code argument 2} ...
     */
    static Map<String, @Nullable Object> of(List<String> arguments) {
        Map<String, List<Object>> named = new LinkedHashMap<>();
        int positional = 0;
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            int sign = argument.indexOf('=');
            if (!isOption(argument)) {
                positional++;
                add(named, "argument " + positional, argument);
            } else if (sign > 0) {
                add(named, argument.substring(0, sign), argument.substring(sign + 1));
            } else if (i + 1 < arguments.size() && !isOption(arguments.get(i + 1))) {
                i++;
                add(named, argument, arguments.get(i));
            } else {
                add(named, argument, true);
            }
        }
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        named.forEach((name, list) -> values.put(name, list.size() == 1 ? list.get(0) : list));
        return values;
    }

    private static void add(Map<String, List<Object>> named, String name, Object value) {
        named.computeIfAbsent(name, any -> new ArrayList<>()).add(value);
    }

    /** {@code -1} and {@code -.5} are numbers. */
    private static boolean isOption(String argument) {
        return argument.length() > 1
                && argument.charAt(0) == '-'
                && !Character.isDigit(argument.charAt(1))
                && argument.charAt(1) != '.';
    }
}
