package io.github.amlmaven.config;

import io.github.amlmaven.compute.DockerTarget;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What hosts, users, images and networks may look like, so that none of them can pass for an option or a command. */
final class Grammar {
    private static final String HDINSIGHT = ".azurehdinsight.net";
    private static final int LONGEST_NETWORK = 128;

    private Grammar() {}

    /** Whether it is a host, with or without a port. */
    static boolean checkAddress(Text address, @Nullable TargetType type, Findings findings) {
        String host = address.value();
        String lower = host.toLowerCase(Locale.ROOT);
        if (!isHostAndPort(host)) {
            findings.mistake(
                    address.place(),
                    "address is " + Shown.value(host) + ", which is no host name or IP address",
                    host.contains("://")
                            ? "write the host alone, without " + Shown.plain(host.substring(0, host.indexOf("://") + 3))
                            : host.contains("@")
                                    ? "write the host alone, and the user as username:"
                                    : "write address: <host> or address: <host>:<port>");
            return false;
        }
        if (type == TargetType.CLUSTER && lower.endsWith(HDINSIGHT) && !lower.endsWith("-ssh" + HDINSIGHT)) {
            findings.mistake(
                    address.place(),
                    "address is " + Shown.value(host) + ", the web address of the cluster",
                    "write its SSH address: " + host.substring(0, host.length() - HDINSIGHT.length()) + "-ssh"
                            + HDINSIGHT);
        }
        return true;
    }

    static void checkUser(Text user, @Nullable TargetType type, Findings findings) {
        String name = user.value();
        boolean fits = name.length() <= 64 && name.charAt(0) != '-';
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            fits &= isLetterOrDigit(c) || c == '.' || c == '_' || c == '-';
        }
        if (!fits) {
            findings.mistake(
                    user.place(),
                    "username is " + Shown.value(name) + ", which is no user name",
                    "write 1 to 64 letters, digits, dots, dashes or underscores, not beginning with a dash");
        } else if (type == TargetType.CLUSTER && name.equals("admin")) {
            findings.warn(
                    user.place(),
                    "username is 'admin', which is the cluster's web user",
                    "write the SSH user, often username: sshuser");
        }
    }

    static void checkImage(String key, Text image, Findings findings) {
        if (!ImageName.isImageName(image.value())) {
            findings.mistake(
                    image.place(),
                    key + " is " + Shown.value(image.value()) + ", which is no image name",
                    image.value().contains("::")
                            ? "write one colon before the tag"
                            : "write <repository>:<tag>, such as " + DockerTarget.Settings.DEFAULT_IMAGE);
        }
    }

    /** A network that an engine knows by name; another container's, which docker also takes, may be gone any time. */
    static void checkNetwork(String key, Text network, Findings findings) {
        String name = network.value();
        boolean fits = name.length() <= LONGEST_NETWORK && isLetterOrDigit(name.charAt(0));
        for (int i = 0; i < name.length(); i++) {
            fits &= isLetterOrDigit(name.charAt(i)) || "_.-".indexOf(name.charAt(i)) >= 0;
        }
        if (!fits) {
            findings.mistake(
                    network.place(),
                    key + " is " + Shown.value(name) + ", which is no name of a network",
                    "write none, host, bridge, or a name that 'docker network ls' shows");
        }
    }

    static void checkDeployMode(String key, Text mode, Findings findings) {
        if (!mode.value().equalsIgnoreCase("cluster") && !mode.value().equalsIgnoreCase("client")) {
            findings.mistake(
                    mode.place(),
                    key + " is " + Shown.value(mode.value()),
                    "write yarnDeployMode: cluster or yarnDeployMode: client");
        }
    }

    private static boolean isHostAndPort(String text) {
        String host = text;
        int colon = text.lastIndexOf(':');
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            return end > 1 && isIpv6(text.substring(1, end)) && (end + 1 == text.length() || isPort(text, end + 1));
        }
        if (colon >= 0 && text.indexOf(':') != colon) {
            return isIpv6(text);
        }
        if (colon >= 0) {
            host = text.substring(0, colon);
            if (!isPort(text, colon)) {
                return false;
            }
        }
        return isHost(host);
    }

    static boolean isPort(String text, int colon) {
        String digits = text.substring(colon + 1);
        if (text.charAt(colon) != ':' || digits.isEmpty() || digits.length() > 5) {
            return false;
        }
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
                return false;
            }
        }
        int port = Integer.parseInt(digits);
        return port >= 1 && port <= 65535;
    }

    /** RFC 1123: labels of letters, digits and inner dashes; an IPv4 address is such a name. */
    static boolean isHost(String host) {
        if (host.isEmpty() || host.length() > 253) {
            return false;
        }
        for (String label : host.split("\\.", -1)) {
            if (label.isEmpty() || label.length() > 63 || label.startsWith("-") || label.endsWith("-")) {
                return false;
            }
            for (int i = 0; i < label.length(); i++) {
                if (!isLetterOrDigit(label.charAt(i)) && label.charAt(i) != '-') {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean isIpv6(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.digit(text.charAt(i), 16) < 0 && text.charAt(i) != ':' && text.charAt(i) != '.') {
                return false;
            }
        }
        return text.length() <= 45 && text.indexOf(':') >= 0;
    }

    static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
