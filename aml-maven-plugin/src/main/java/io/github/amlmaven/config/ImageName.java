package io.github.amlmaven.config;

/** Docker's names of images: {@code [registry[:port]/]name[/name...][:tag][@sha256:digest]}. */
final class ImageName {
    private static final int LONGEST = 255;
    private static final int LONGEST_TAG = 128;
    private static final int DIGEST = 64;

    private ImageName() {}

    static boolean isImageName(String text) {
        String name = text;
        int digest = name.indexOf("@");
        if (digest >= 0) {
            if (!isDigest(name.substring(digest + 1))) {
                return false;
            }
            name = name.substring(0, digest);
        }
        int tag = name.indexOf(':', name.lastIndexOf('/') + 1);
        if (tag >= 0) {
            if (!isTag(name.substring(tag + 1))) {
                return false;
            }
            name = name.substring(0, tag);
        }
        return name.length() <= LONGEST && isRepository(name);
    }

    private static boolean isRepository(String name) {
        int slash = name.indexOf('/');
        String rest = slash >= 0 && isHost(name.substring(0, slash)) ? name.substring(slash + 1) : name;
        for (String component : rest.split("/", -1)) {
            if (!isComponent(component)) {
                return false;
            }
        }
        return true;
    }

    /** Whether docker takes what stands before the first slash of a name for a registry, and not for a part of the name. */
    static boolean isRegistry(String text) {
        return isHost(text) && (text.indexOf('.') >= 0 || text.indexOf(':') >= 0 || text.equals("localhost"));
    }

    private static boolean isHost(String text) {
        int colon = text.indexOf(':');
        return Grammar.isHost(colon < 0 ? text : text.substring(0, colon))
                && (colon < 0 || Grammar.isPort(text, colon));
    }

    private static boolean isComponent(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean edge = i == 0 || i == text.length() - 1;
            if (!isSmallLetterOrDigit(c) && (edge || ".-_".indexOf(c) < 0)) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static boolean isTag(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Grammar.isLetterOrDigit(c) && c != '_' && (i == 0 || ".-".indexOf(c) < 0)) {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= LONGEST_TAG;
    }

    private static boolean isDigest(String text) {
        String hex = text.startsWith("sha256:") ? text.substring("sha256:".length()) : "";
        for (int i = 0; i < hex.length(); i++) {
            if (Character.digit(hex.charAt(i), 16) < 0) {
                return false;
            }
        }
        return hex.length() == DIGEST;
    }

    private static boolean isSmallLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }
}
