package io.github.amlmaven.compute;

import com.github.dockerjava.api.model.ImageHistory;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The steps by which the image of one environment is made, as an engine tells them afterwards.
 *
 * @param environment what {@link EnvironmentImage#ENVIRONMENT_LABEL} says
 */
record EnvironmentSteps(String environment) {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{32}");
    private static final List<String> NAMELESS_REGISTRIES = List.of("", "localhost/", "docker.io/library/");

    /** Whether it can be one of ours at all. */
    boolean isKnown() {
        return FORM.matcher(environment).matches();
    }

    String name() {
        return EnvironmentRecipe.PREFIX + environment;
    }

    /** Whether a name is the one that it is built under, in the words of Docker or Podman. */
    boolean isName(String tag) {
        return NAMELESS_REGISTRIES.stream().anyMatch(registry -> tag.equals(registry + name() + ":latest"));
    }

    /** What came after the base image, the newest first; empty when that cannot be told. */
    List<ImageHistory> of(List<ImageHistory> history) {
        Pattern first = instructions().get(0);
        for (int i = 0; i < history.size(); i++) {
            if (first.matcher(words(history.get(i))).matches()) {
                return history.subList(0, i + 1);
            }
        }
        return List.of();
    }

    /** Whether these are the first of our instructions and no others: then nobody else has added anything. */
    boolean areOurs(List<ImageHistory> steps) {
        List<Pattern> instructions = instructions();
        if (steps.isEmpty() || steps.size() > instructions.size()) {
            return false;
        }
        for (int i = 0; i < steps.size(); i++) {
            String done = words(steps.get(steps.size() - 1 - i));
            if (!instructions.get(i).matcher(done).matches()) {
                return false;
            }
        }
        return true;
    }

    private static String words(ImageHistory step) {
        return String.valueOf(step.getCreatedBy()).strip();
    }

    /** Those of {@code environment.dockerfile}. */
    private List<Pattern> instructions() {
        String folder = Pattern.quote(EnvironmentRecipe.FOLDER + name());
        return List.of(
                Pattern.compile(".*LABEL " + Pattern.quote(EnvironmentImage.ENVIRONMENT_LABEL) + "=\"?" + environment
                        + "\"? .*"),
                Pattern.compile(".*USER 0"),
                Pattern.compile(".*COPY .* (in )?" + folder + "\\.setup"),
                Pattern.compile(".*sh\\W+" + folder + "\\.setup/prepare_environment\\.sh\\W+" + folder + "\\W*"),
                Pattern.compile(".*ENV PATH=" + folder + "/bin:.*"));
    }
}
