package io.github.amlmaven.compute;

import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Image;
import com.github.dockerjava.api.model.ImageHistory;
import io.github.amlmaven.AmlException;
import io.github.amlmaven.ProjectId;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The images that were made for the environments of a project.
 *
 * <p>Labels alone do not make one: whatever is made of such an image, or of a run's container, inherits them. The last thing
 * that was done for the image has to be a step of our recipe, and its only name ours.
 */
record ImageLeftovers(DockerEngine engine, ProjectId project) {
    private static final Logger LOG = LoggerFactory.getLogger(ImageLeftovers.class);
    private static final int SHOWN_DIGITS = 12;

    List<Leftover> list() {
        try {
            return found();
        } catch (DockerException e) {
            throw new AmlException(
                    "the Docker engine does not list its images: " + DockerEngine.words(e),
                    "see that these work: docker images --all; docker ps --all",
                    e);
        }
    }

    Optional<Leftover> again(Leftover.Image image) {
        return list().stream()
                .filter(each -> ((Leftover.Image) each).id().equals(image.id()))
                .findFirst();
    }

    private List<Leftover> found() {
        List<Image> all = engine.ask(
                "listing the images",
                () -> engine.calls().listImagesCmd().withShowAll(true).exec());
        List<Container> containers = engine.ask(
                "listing the containers",
                () -> engine.calls().listContainersCmd().withShowAll(true).exec());
        Set<String> parents = new HashSet<>();
        all.forEach(image -> parents.add(String.valueOf(image.getParentId())));
        List<Leftover> found = new ArrayList<>();
        for (Image image : all) {
            Map<String, String> labels = image.getLabels() == null ? Map.of() : image.getLabels();
            if (project.path().equals(labels.get(RunContainer.PROJECT_LABEL))
                    && !labels.containsKey(RunContainer.RUN_LABEL)) {
                String environment = String.valueOf(labels.get(EnvironmentImage.ENVIRONMENT_LABEL));
                ours(image, new EnvironmentSteps(environment), parents.contains(image.getId()), containers)
                        .ifPresent(found::add);
            }
        }
        return found;
    }

    private Optional<Leftover> ours(
            Image image, EnvironmentSteps environment, boolean extended, List<Container> containers) {
        List<String> names = names(image);
        boolean whole = names.size() == 1 && environment.isName(names.get(0));
        if (!environment.isKnown() || !(whole || (names.isEmpty() && !extended))) {
            return Optional.empty();
        }
        List<ImageHistory> steps = environment.of(history(image.getId()));
        if (!whole && !environment.areOurs(steps)) {
            return Optional.empty();
        }
        return Optional.of(new Leftover.Image(
                image.getId(),
                whole ? environment.name() : shortened(image.getId()),
                whole,
                extended,
                containers.stream()
                        .filter(container -> image.getId().equals(container.getImageId()))
                        .map(Container::getId)
                        .collect(Collectors.toSet()),
                ids(image.getId(), steps),
                steps.isEmpty() ? image.getSize() : bytes(steps),
                Instant.ofEpochSecond(image.getCreated())));
    }

    private static String shortened(String id) {
        int start = id.indexOf(':') + 1;
        return id.substring(start, Math.min(id.length(), start + SHOWN_DIGITS));
    }

    private static List<String> ids(String image, List<ImageHistory> steps) {
        Set<String> ids = new LinkedHashSet<>(List.of(image));
        steps.forEach(step -> ids.add(String.valueOf(step.getId())));
        // What has come from elsewhere has no steps of its own.
        ids.remove("<missing>");
        return List.copyOf(ids);
    }

    private static long bytes(List<ImageHistory> steps) {
        return steps.stream()
                .mapToLong(step -> Objects.requireNonNullElse(step.getSize(), 0L))
                .sum();
    }

    private static List<String> names(Image image) {
        return image.getRepoTags() == null
                ? List.of()
                : List.of(image.getRepoTags()).stream()
                        .filter(name -> !name.equals("<none>:<none>"))
                        .toList();
    }

    private List<ImageHistory> history(String image) {
        try {
            return engine.ask(
                    "asking how an image was made",
                    () -> engine.calls().imageHistoryCmd(image).exec());
        } catch (NotFoundException e) {
            return List.of(); // removed by somebody else meanwhile
        }
    }

    /** Step by step: left to itself the engine takes the base image, too, should that have lost its name. */
    void remove(Leftover.Image image) throws IOException {
        for (String step : image.steps()) {
            try {
                engine.ask("removing the image", () -> engine.calls()
                        .removeImageCmd(step)
                        .withNoPrune(true)
                        .exec());
            } catch (NotFoundException e) {
                LOG.debug("{} of {} is gone already", step, image.name(), e);
            } catch (ConflictException e) {
                if (step.equals(image.id())) {
                    throw new AmlException(
                            "the image " + image.name() + " is needed by now: " + DockerEngine.words(e),
                            "see by what: docker ps --all; docker images --all",
                            e);
                }
                LOG.debug("{} is a step of another image, too", step, e);
                return;
            } catch (DockerException e) {
                throw new IOException("cannot remove the image " + image.name() + ": " + DockerEngine.words(e), e);
            }
        }
    }
}
