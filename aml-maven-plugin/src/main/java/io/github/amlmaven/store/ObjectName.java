package io.github.amlmaven.store;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The form of a name that every store, and every tool that looks into one, can carry.
 *
 * <p>In each component, {@code %XX} stands for a byte of UTF-8 of: control characters, {@code \ % : * ? " < > |}, U+FFFE
 * and U+FFFF, a leading or trailing dot, a trailing blank. Half of a surrogate pair, which has no UTF-8, is
 * {@code %uXXXX}. A component that is then longer than 255 bytes is {@code %x} and its SHA-256; in a name that is then
 * longer than 800 bytes, what comes after the last component that fits becomes one such component. A fingerprint cannot
 * be decoded: such a name is listed as it is, and opened under that form as well as under its true one.
 */
final class ObjectName {
    private static final String NOT_CARRIED = "\\%:*?\"<>|";
    private static final int LONGEST_COMPONENT = 255;
    private static final int LONGEST = 800;
    private static final int FINGERPRINT = "%x".length() + 64;

    private ObjectName() {}

    static String encode(String name) {
        StringBuilder encoded = new StringBuilder(name.length() + 16);
        int bytes = 0;
        int start = 0;
        while (start <= name.length()) {
            int slash = name.indexOf('/', start);
            int end = slash < 0 ? name.length() : slash;
            String component = component(name.substring(start, end));
            int length = utf8(component);
            boolean last = slash < 0;
            if (bytes + length > LONGEST - (last ? 0 : 1 + FINGERPRINT)) {
                return encoded.append(fingerprint(name.substring(start))).toString();
            }
            encoded.append(component);
            if (last) {
                break;
            }
            encoded.append('/');
            bytes += length + 1;
            start = end + 1;
        }
        return encoded.toString();
    }

    /** The name that has this form; empty when none has, because somebody else has made it. */
    static Optional<String> decode(String encoded) {
        try {
            String name = decodeAll(encoded);
            return encode(name).equals(encoded) ? Optional.of(name) : Optional.empty();
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    private static String decodeAll(String encoded) {
        if (encoded.indexOf('%') < 0) {
            return encoded;
        }
        StringBuilder decoded = new StringBuilder(encoded.length());
        for (String component : encoded.split("/", -1)) {
            decoded.append(decoded.isEmpty() ? "" : "/");
            decoded.append(isFingerprint(component) ? component : decodeComponent(component));
        }
        return decoded.toString();
    }

    private static String component(String component) {
        if (component.isEmpty()) {
            throw new IllegalArgumentException("a component of the name is empty");
        }
        if (isFingerprint(component)) {
            return component;
        }
        StringBuilder encoded = null;
        for (int i = 0; i < component.length(); i++) {
            if (carried(component, i)) {
                if (encoded != null) {
                    encoded.append(component.charAt(i));
                }
            } else {
                if (encoded == null) {
                    encoded = new StringBuilder(component.length() + 16).append(component, 0, i);
                }
                escape(component.charAt(i), encoded);
            }
        }
        String result = encoded == null ? component : encoded.toString();
        return utf8(result) > LONGEST_COMPONENT ? fingerprint(component) : result;
    }

    private static boolean carried(String component, int i) {
        char c = component.charAt(i);
        if (c >= 'a' && c <= 'z') {
            return true;
        }
        if (c == '.') {
            return i > 0 && i < component.length() - 1;
        }
        if (c == ' ') {
            return i < component.length() - 1;
        }
        if (Character.isHighSurrogate(c)) {
            return i + 1 < component.length() && Character.isLowSurrogate(component.charAt(i + 1));
        }
        if (Character.isLowSurrogate(c)) {
            return i > 0 && Character.isHighSurrogate(component.charAt(i - 1));
        }
        return !Character.isISOControl(c) && c < '\uFFFE' && NOT_CARRIED.indexOf(c) < 0;
    }

    private static void escape(char c, StringBuilder to) {
        if (Character.isSurrogate(c)) {
            to.append("%u").append(Integer.toHexString(c));
            return;
        }
        for (byte b : String.valueOf(c).getBytes(StandardCharsets.UTF_8)) {
            to.append('%').append(hex(b >> 4)).append(hex(b));
        }
    }

    private static char hex(int nibble) {
        return Character.toUpperCase(Character.forDigit(nibble & 15, 16));
    }

    private static String decodeComponent(String component) {
        StringBuilder decoded = new StringBuilder(component.length());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int i = 0;
        while (i < component.length()) {
            if (component.startsWith("%u", i)) {
                decoded.append((char) Integer.parseInt(component, i + 2, i + 6, 16));
                i += 6;
                continue;
            }
            while (i < component.length() && component.charAt(i) == '%' && !component.startsWith("%u", i)) {
                bytes.write(Integer.parseInt(component, i + 1, i + 3, 16));
                i += 3;
            }
            decoded.append(bytes.toString(StandardCharsets.UTF_8));
            bytes.reset();
            if (i < component.length() && component.charAt(i) != '%') {
                decoded.append(component.charAt(i++));
            }
        }
        return decoded.toString();
    }

    private static String fingerprint(String name) {
        return "%x" + Sha256.of(name);
    }

    private static boolean isFingerprint(String component) {
        if (component.length() != FINGERPRINT || !component.startsWith("%x")) {
            return false;
        }
        for (int i = 2; i < component.length(); i++) {
            char c = component.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }

    private static int utf8(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }
}
