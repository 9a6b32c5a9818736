package io.github.amlmaven.run;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.Credentials;
import io.github.amlmaven.compute.TargetContact;
import io.github.amlmaven.compute.TargetSettings;
import io.github.amlmaven.config.TargetFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The compute targets of a project and how each of them is, asked all at once and not for long. */
public record TargetStates(Path project, Credentials credentials) {
    private static final int SECONDS = 15;

    /**
     * One target.
     *
     * @param type empty: its file cannot be read
     * @param address empty: it is this computer
     * @param state in words: {@code reachable}, {@code here}, {@code host key unknown}, {@code away} and why, {@code not asked}
     * @param runConfigurations the names of those that run there
     */
    public record TargetState(String name, String type, String address, String state, List<String> runConfigurations) {}

    /**
     * All of them, by name.
     *
     * @param asked whether other computers are asked; else their state is not known
     */
    public List<TargetState> list(boolean asked) throws IOException {
        List<TargetFiles.Use> uses = TargetFiles.uses(project);
        List<TargetState> states = new ArrayList<>();
        List<@Nullable FutureTask<String>> questions = new ArrayList<>();
        for (String name : TargetFiles.targets(project)) {
            List<String> users = uses.stream()
                    .filter(use -> use.target().equals(name))
                    .map(TargetFiles.Use::runConfiguration)
                    .toList();
            FutureTask<String> question = null;
            TargetState state;
            try {
                TargetSettings target = TargetFiles.read(project, name);
                Optional<TargetContact> contact = TargetContact.of(target, credentials);
                state = new TargetState(
                        name,
                        target.type(),
                        contact.map(TargetContact::address).orElse(""),
                        contact.isPresent() ? "not asked" : "here",
                        users);
                if (asked && contact.isPresent()) {
                    question = ask(contact.get());
                }
            } catch (AmlException e) {
                state = new TargetState(name, "", "", "mistake: " + firstLine(e.problem()), users);
            }
            states.add(state);
            questions.add(question);
        }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        for (int i = 0; i < states.size(); i++) {
            FutureTask<String> question = questions.get(i);
            if (question != null) {
                TargetState state = states.get(i);
                states.set(
                        i,
                        new TargetState(
                                state.name(),
                                state.type(),
                                state.address(),
                                answer(question, end - System.nanoTime()),
                                state.runConfigurations()));
            }
        }
        return states;
    }

    private static FutureTask<String> ask(TargetContact contact) {
        FutureTask<String> question = new FutureTask<>(() -> {
            try (contact) {
                return contact.open()
                        .map(key -> "host key unknown: " + key.fingerprint())
                        .orElse("reachable");
            }
        });
        Thread thread = new Thread(question, "aml-target");
        thread.setDaemon(true);
        thread.start();
        return question;
    }

    private static String answer(FutureTask<String> question, long nanos) throws IOException {
        try {
            return question.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return "no answer within " + SECONDS + " s";
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AmlException failure) {
                return firstLine(failure.problem());
            }
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static String firstLine(String text) {
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }
}
