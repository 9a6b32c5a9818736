package io.github.amlmaven.web;

import io.github.amlmaven.history.Artifact;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/** Names of artifacts for the computer of whoever downloads them. */
final class FileName {
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    private FileName() {}

    /** The header that makes a browser save an answer under a name instead of showing it. */
    static String attachment(String name) {
        String harmless = harmless(name);
        StringBuilder plain = new StringBuilder();
        StringBuilder encoded = new StringBuilder();
        for (byte b : harmless.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (UNRESERVED.indexOf(c) >= 0) {
                plain.append(c);
                encoded.append(c);
            } else {
                plain.append('_');
                encoded.append('%').append(String.format("%02X", b & 0xff));
            }
        }
        return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + encoded;
    }

    /**
     * The name of an artifact in a zip, which leads nowhere but below the folder it is unpacked in, on any system.
     *
     * @param taken names in lower case that are in the zip already; gets this one
     */
    static String inZip(Artifact artifact, Set<String> taken) {
        StringBuilder path = new StringBuilder();
        for (String component : artifact.path().components()) {
            path.append(path.isEmpty() ? "" : "/").append(harmless(component));
        }
        String name = path.toString();
        int dot = name.lastIndexOf('.') > name.lastIndexOf('/') + 1 ? name.lastIndexOf('.') : name.length();
        for (int copy = 2; !taken.add(name.toLowerCase(Locale.ROOT)); copy++) {
            name = path.substring(0, dot) + " (" + copy + ")" + path.substring(dot);
        }
        return name;
    }

    /** A component without what means something to some system. */
    private static String harmless(String component) {
        StringBuilder name = new StringBuilder(component.length());
        for (int i = 0; i < component.length(); i++) {
            char c = component.charAt(i);
            boolean format = Character.getType(c) == Character.FORMAT;
            boolean lone = Character.isSurrogate(c)
                    && !(i + 1 < component.length() && Character.isSurrogatePair(c, component.charAt(i + 1)))
                    && !(i > 0 && Character.isSurrogatePair(component.charAt(i - 1), c));
            name.append("\\/:*?\"<>|".indexOf(c) >= 0 || Character.isISOControl(c) || format || lone ? '_' : c);
        }
        int end = name.length();
        while (end > 0 && (name.charAt(end - 1) == '.' || name.charAt(end - 1) == ' ')) {
            name.setCharAt(--end, '_');
        }
        return name.toString();
    }
}
