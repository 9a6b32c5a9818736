package io.github.amlmaven.web;

import com.sun.net.httpserver.HttpExchange;
import io.github.amlmaven.AmlException;
import io.github.amlmaven.history.RunRecord;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which address is answered by what. */
final class Routes {
    private static final Pattern RUN_NUMBER = Pattern.compile("[1-9][0-9]{0,7}");
    private static final String PAGE_POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " img-src 'self' data: blob:; connect-src 'self'; base-uri 'none'; form-action 'none';"
            + " frame-ancestors 'none'";

    private final ShownHistory shown;
    private final String token;
    private final PageFiles page;
    private final LiveRuns runs;
    private final RunListAnswers lists;
    private final FileAnswers files;
    private final CodeAnswers code;
    private final Changes changes;

    /** @param token that a request for a change has to show */
    Routes(ShownHistory shown, String token) throws IOException {
        this.shown = shown;
        this.token = token;
        this.page = PageFiles.read();
        this.runs = new LiveRuns(shown.history());
        this.lists = new RunListAnswers(shown.history(), runs);
        this.files = new FileAnswers(shown);
        this.code = new CodeAnswers(shown.history());
        this.changes = new Changes(shown, runs);
    }

    /** Answers a request that only wants to see something. */
    void get(PageRequest request, Answer answer) throws IOException {
        List<String> parts = request.parts();
        if (!parts.get(0).equals("api")) {
            pageFile(request, answer);
        } else if (parts.size() == 2) {
            switch (parts.get(1)) {
                case "project" -> answer.json(project());
                case "runs" -> lists.list(request, answer);
                case "query" -> lists.query(request, answer);
                case "difference" ->
                    answer.json(code.difference(run(request.required("from")), run(request.required("to"))));
                default -> throw RefusedRequest.notFound();
            }
        } else if (parts.get(1).equals("run") && parts.size() <= 5) {
            RunRecord run = run(parts.get(2));
            String what = parts.size() == 3 ? "" : parts.get(3);
            if (parts.size() == 5) {
                indexed(run, what, parts.get(4), answer);
            } else {
                ofRun(run, what, request, answer);
            }
        } else {
            throw RefusedRequest.notFound();
        }
    }

    private void ofRun(RunRecord run, String what, PageRequest request, Answer answer) throws IOException {
        if (request.path().endsWith("/")) {
            throw RefusedRequest.notFound();
        }
        switch (what) {
            case "" -> answer.json(new RunDetail(run, runs.relatives(run), shown).map());
            case "code" -> answer.json(code.files(run));
            case "log" -> files.log(run, request, answer);
            case "zip" -> files.zip(run, request, answer);
            default -> throw RefusedRequest.notFound();
        }
    }

    private void indexed(RunRecord run, String what, String index, Answer answer) throws IOException {
        switch (what) {
            case "preview" -> files.preview(run, index, answer);
            case "image" -> files.image(run, index, answer);
            case "file" -> files.file(run, index, answer);
            case "code" -> answer.json(code.text(run, index));
            default -> throw RefusedRequest.notFound();
        }
    }

    /** Does what a request asks for that has shown that it may. */
    void post(PageRequest request, HttpExchange exchange, AnsweringThreads threads, Answer answer) throws IOException {
        List<String> parts = request.parts();
        if (parts.size() != 4 || !parts.get(0).equals("api") || !parts.get(1).equals("run")) {
            throw RefusedRequest.notFound();
        }
        JsonBody body = JsonBody.read(exchange);
        threads.working();
        changes.change(run(parts.get(2)), parts.get(3), body, answer);
    }

    private void pageFile(PageRequest request, Answer answer) throws IOException {
        String name =
                request.path().equals("/") ? PageFiles.INDEX : request.path().substring(1);
        Optional<byte[]> content = page.content(name);
        if (content.isEmpty()) {
            throw RefusedRequest.notFound();
        }
        answer.with("Content-Security-Policy", PAGE_POLICY);
        answer.bytes(200, PageFiles.type(name), content.get());
    }

    private Map<String, Object> project() {
        Map<String, Object> project = shown.facts();
        project.put("token", token);
        return project;
    }

    private RunRecord run(String number) throws IOException {
        if (!RUN_NUMBER.matcher(number).matches()) {
            throw RefusedRequest.notFound();
        }
        try {
            return shown.history().find(number);
        } catch (AmlException e) {
            throw new RefusedRequest(RefusedRequest.NOT_FOUND, e.problem(), e.remedy());
        }
    }
}
