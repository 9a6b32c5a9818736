package io.github.amlmaven.web;

import com.sun.net.httpserver.Headers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may look, and who may change something.
 *
 * <p>Whoever knows a key gets a cookie, and only with it is anything answered: other users of this computer can reach the
 * port, too. A browser sends cookies to every port of a name, so this one is for a folder that only our page knows.
 * Other pages in the same browser are kept out by the names of the server and by what the browser says of where a
 * request comes from; who changes something also shows a token, which only our own page can read.
 */
final class Access {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SECRET_BYTES = 32;

    private final Set<String> hosts;
    private final Set<String> origins;
    private final String cookieName;
    private final String folder = "/" + secret() + "/";
    private final String session = secret();
    private final String token = secret();
    private final String key = secret();
    private @Nullable String onceKey = secret();

    Access(int port) {
        this.hosts = Set.of("127.0.0.1:" + port, "localhost:" + port);
        this.origins = Set.of("http://127.0.0.1:" + port, "http://localhost:" + port);
        this.cookieName = "aml_" + port;
    }

    /** A key that opens a session as long as the server lives: for people, who may copy it more than once. */
    String key() {
        return key;
    }

    /** A key that opens one session: for a file, which may lie about a little longer than it is needed. */
    synchronized String onceKey() {
        if (onceKey == null) {
            throw new IllegalStateException("the key has been used");
        }
        return onceKey;
    }

    /** What a request that changes something has to show. */
    String token() {
        return token;
    }

    /** Refuses a request that was sent to another name: a page elsewhere whose name has been pointed to this computer. */
    void checkHost(Headers headers) {
        List<String> named = headers.getOrDefault("Host", List.of());
        if (named.size() != 1 || !hosts.contains(named.get(0))) {
            throw forbidden("this server answers only under the name that mvn aml:ui has printed");
        }
    }

    /** Refuses a request that another page has the browser make. */
    void checkOrigin(Headers headers) {
        List<String> origin = headers.getOrDefault("Origin", List.of());
        if (origin.size() > 1 || (origin.size() == 1 && !origins.contains(origin.get(0)))) {
            throw forbidden("the request comes from another page");
        }
        for (String site : headers.getOrDefault("Sec-Fetch-Site", List.of())) {
            if (!site.equals("same-origin") && !site.equals("none")) {
                throw forbidden("the request comes from another page");
            }
        }
    }

    /** Whether a key is right; the one that is good for one session is no more. */
    synchronized boolean opens(String shown) {
        if (same(key, shown)) {
            return true;
        }
        boolean once = onceKey != null && same(onceKey, shown);
        onceKey = once ? null : onceKey;
        return once;
    }

    /** Where everything is: begins and ends with a slash. */
    String folder() {
        return folder;
    }

    /** The cookie of the session. */
    String cookie() {
        return cookieName + "=" + session + "; Path=" + folder + "; HttpOnly; SameSite=Strict";
    }

    /** Refuses a request without a session. */
    void checkSession(Headers headers) {
        for (String line : headers.getOrDefault("Cookie", List.of())) {
            for (String cookie : line.split(";", -1)) {
                int equals = cookie.indexOf('=');
                if (equals > 0
                        && cookie.substring(0, equals).strip().equals(cookieName)
                        && same(session, cookie.substring(equals + 1).strip())) {
                    return;
                }
            }
        }
        throw forbidden("this browser has no session with this server");
    }

    /** Refuses a request for a change that does not come from our page. */
    void checkToken(Headers headers) {
        List<String> shown = headers.getOrDefault("X-Aml-Token", List.of());
        if (shown.size() != 1 || !same(token, shown.get(0))) {
            throw new RefusedRequest(
                    RefusedRequest.FORBIDDEN, "the request does not show this server's token", "load the page again");
        }
    }

    private static RefusedRequest forbidden(String problem) {
        return new RefusedRequest(
                RefusedRequest.FORBIDDEN, problem, "open the whole address that mvn aml:ui has printed, with its key");
    }

    /** In a time that does not tell how much of it is right. */
    private static boolean same(String secret, String shown) {
        return MessageDigest.isEqual(
                secret.getBytes(StandardCharsets.US_ASCII), shown.getBytes(StandardCharsets.UTF_8));
    }

    private static String secret() {
        byte[] bytes = new byte[SECRET_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
