package io.github.amlmaven.staging;

/** Writes the line of an ignore file that leaves out one path and no other, ready to be pasted. */
final class IgnoreLine {
    private IgnoreLine() {}

    static String of(String path, boolean folder) {
        StringBuilder line = new StringBuilder(path.length() + 2).append('/');
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '\uFFFD') {
                line.append('?');
            } else if (Character.isISOControl(c)) {
                // No line can hold it; this matches any of them, where '?' would not match a line break.
                line.append("[!a]");
            } else {
                if (c == '*' || c == '?' || c == '[' || c == '\\') {
                    line.append('\\');
                }
                line.append(c);
            }
        }
        int last = line.length() - 1;
        if (line.charAt(last) == ' ') {
            line.insert(last, '\\');
        }
        return folder ? line.append('/').toString() : line.toString();
    }
}
