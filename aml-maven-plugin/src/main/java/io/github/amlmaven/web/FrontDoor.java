package io.github.amlmaven.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.github.amlmaven.AmlException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets in who may come in, and says in JSON why something is not answered. */
final class FrontDoor implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(FrontDoor.class);
    private static final int OUR_FAULT = 500;

    /** The page goes on by itself: a browser keeps a strict cookie to itself as long as it follows somebody else's link. */
    private static final String WELCOME = "<!DOCTYPE html><html lang=\"en\"><meta charset=\"utf-8\"><title>aml</title>"
            + "<meta http-equiv=\"refresh\" content=\"0;url=/FOLDER/\"><p><a href=\"/FOLDER/\">Go on to the runs</a></p></html>";

    private final Access access;
    private final AnsweringThreads threads;
    private final Routes routes;
    private final ShownHistory.Failures failures;

    FrontDoor(Access access, AnsweringThreads threads, Routes routes, ShownHistory.Failures failures) {
        this.access = access;
        this.threads = threads;
        this.routes = routes;
        this.failures = failures;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        Answer answer = new Answer(exchange, threads);
        try {
            answer(exchange, answer);
        } catch (RefusedRequest e) {
            refuse(answer, e.status(), e.problem(), e.remedy());
        } catch (AmlException e) {
            refuse(answer, RefusedRequest.BAD, e.problem(), e.remedy());
        } catch (IOException e) {
            if (answer.isBegun()) {
                throw e; // the client is gone, or must not take a part for the whole: the connection ends
            }
            String[] words = failures.words(e).split("\n-> ", 2);
            refuse(answer, OUR_FAULT, words[0], words.length == 2 ? words[1] : "try it again");
        } catch (RuntimeException e) {
            LOG.error(
                    "{} {} failed",
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getRawPath(),
                    e);
            refuse(
                    answer,
                    OUR_FAULT,
                    "this is a mistake of aml:ui: " + e.getClass().getSimpleName(),
                    "tell its" + " authors what the window says in which mvn aml:ui runs");
        }
        threads.sending();
        exchange.close();
    }

    private void answer(HttpExchange exchange, Answer answer) throws IOException {
        access.checkHost(exchange.getRequestHeaders());
        PageRequest request = PageRequest.of(exchange);
        String key = request.parameter("key");
        boolean changes = request.method().equals("POST");
        if (!changes && !request.method().equals("GET")) {
            answer.with("Allow", "GET, POST");
            throw new RefusedRequest(
                    RefusedRequest.WRONG_METHOD, request.method() + " is not a method of this server", "use GET");
        }
        if (!changes && key != null && request.path().equals("/")) {
            threads.working();
            welcome(key, answer);
            return;
        }
        access.checkOrigin(exchange.getRequestHeaders());
        access.checkSession(exchange.getRequestHeaders());
        if (!request.path().startsWith(access.folder())) {
            throw RefusedRequest.notFound();
        }
        PageRequest inside = request.below(access.folder());
        if (changes) {
            access.checkToken(exchange.getRequestHeaders());
            routes.post(inside, exchange, threads, answer);
        } else {
            threads.working();
            routes.get(inside, answer);
        }
    }

    private void welcome(String key, Answer answer) throws IOException {
        if (!access.opens(key)) {
            throw new RefusedRequest(
                    RefusedRequest.FORBIDDEN,
                    "the key in the address is not, or no more, one of this server",
                    "open the address that mvn aml:ui has printed");
        }
        answer.with("Set-Cookie", access.cookie());
        // Not in a sandbox, from which a browser does not go on.
        answer.with("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        answer.bytes(
                200, Answer.HTML, WELCOME.replace("/FOLDER/", access.folder()).getBytes(StandardCharsets.UTF_8));
    }

    private static void refuse(Answer answer, int status, String problem, String remedy) throws IOException {
        if (answer.isBegun()) {
            LOG.warn("{}\n-> {}", problem, remedy);
            throw new IOException(problem);
        }
        answer.refused(status, problem, remedy);
    }
}
