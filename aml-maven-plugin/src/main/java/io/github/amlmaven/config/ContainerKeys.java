package io.github.amlmaven.config;

import io.github.amlmaven.compute.DockerTarget;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a {@code .compute} file that say what container a script runs in, read and checked whatever the type is.
 *
 * @param baseDockerImage null: the default one
 */
record ContainerKeys(@Nullable String baseDockerImage, boolean sharedVolumes, DockerTarget.Hardware hardware) {
    static final ContainerKeys NONE = new ContainerKeys(null, false, DockerTarget.Hardware.NONE);

    /** An image with Spark and conda, for those who come from the Workbench's own. */
    private static final String SPARK_IMAGE = "quay.io/jupyter/pyspark-notebook:spark-3.5.3";
    /** The keys that the Workbench did not have, so that no old file has them by accident. */
    private static final List<String> NEW = List.of("dockerNetwork", "memory", "cpus", "shmSize");

    /** Reads the keys of a target; type null: it is not known, and what depends on it is not checked. */
    static ContainerKeys read(Section file, @Nullable TargetType type) {
        String image = image(file, "baseDockerImage", type);
        boolean shared = file.flag("sharedVolumes", false);
        boolean graphics = graphics(file, "nvidiaDocker", type);
        Text network = file.text("dockerNetwork");
        if (network != null) {
            Grammar.checkNetwork("dockerNetwork", network, file.findings());
        }
        Long memory = Amount.bytes(file, "memory", Amount.LEAST_MEMORY);
        Double processors = Amount.processors(file, "cpus");
        Long sharedMemory = Amount.bytes(file, "shmSize", 1);
        file.withoutEffect(NEW, type == null || type.hasContainer(), type, "docker");
        return new ContainerKeys(
                image,
                shared,
                new DockerTarget.Hardware(
                        graphics, network == null ? null : network.value(), memory, processors, sharedMemory));
    }

    /** The image of a key; null: none is named. */
    static @Nullable String image(Section section, String key, @Nullable TargetType type) {
        Node written = section.find(key);
        Text image = section.text(key, written);
        if (image == null) {
            return null;
        }
        Grammar.checkImage(section.name(key), image, section.findings());
        if (type != null && type.hasContainer()) {
            if (written instanceof Node.Scalar scalar && !scalar.text().equals(image.value())) {
                section.findings()
                        .info(image.place() + ": the blanks around " + Shown.value(image.value()) + " in "
                                + section.name(key) + " are not part of the image's name");
            }
            warnOfOld(section, key, image);
        }
        return image.value();
    }

    /** The images of the Workbench lay where Microsoft announced to remove its images from, in 2021. */
    private static void warnOfOld(Section section, String key, Text image) {
        if (image.value().startsWith("microsoft/") || image.value().startsWith("docker.io/microsoft/")) {
            section.findings()
                    .warn(
                            image.place(),
                            section.name(key) + " is " + Shown.value(image.value())
                                    + ", and Microsoft has moved its images away from Docker Hub since 2021: it may be"
                                    + " gone",
                            "if it is, write " + key + ": " + DockerTarget.Settings.DEFAULT_IMAGE + ", or for PySpark "
                                    + key + ": " + SPARK_IMAGE);
        }
    }

    /** Whether a container gets the graphics cards. */
    static boolean graphics(Section section, String key, @Nullable TargetType type) {
        Node written = section.find(key);
        boolean graphics = section.flag(key, false);
        if (graphics && written != null && type == TargetType.DOCKER) {
            checkGraphics(section.name(key), written.place(), System.getProperty("os.name"), section.findings());
        }
        return graphics;
    }

    static void checkGraphics(String key, Place place, String system, Findings findings) {
        if (!system.equals("Linux")) {
            findings.mistake(
                    place,
                    key + " is true, and containers on " + Shown.plain(system)
                            + " get no graphics cards: only those on Linux do",
                    "write " + key.substring(key.lastIndexOf('.') + 1) + ": false, or run on a computer with Linux");
        }
    }
}
