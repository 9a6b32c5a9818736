package io.github.amlmaven.config;

/** Takes off what stands behind a {@code #}, as pip does where a blank stands before it, and as users meant it elsewhere. */
final class RequirementComment {
    private RequirementComment() {}

    /** The item without it; an address keeps what belongs to it. */
    static String cut(Text written, String list, Findings findings) {
        String text = written.value();
        int sign = text.contains("://") || text.startsWith("-") ? text.indexOf(" #") : text.indexOf('#');
        if (sign < 0) {
            return text;
        }
        String kept = text.substring(0, sign).strip();
        findings.warn(
                written.place(),
                "an item of " + list + " is " + Shown.value(text) + ", and what stands behind the # has no effect",
                kept.isEmpty() ? "delete it" : "write " + Shown.plain(kept));
        return kept;
    }
}
