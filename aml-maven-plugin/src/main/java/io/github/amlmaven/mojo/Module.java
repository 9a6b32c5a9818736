package io.github.amlmaven.mojo;

import java.io.File;
import java.nio.file.Path;
import org.apache.maven.project.MavenProject;

/**
 * One Maven project that a goal works on.
 *
 * @param folder the module's folder, or without a POM the folder Maven was started in
 * @param buildFolder the folder of built things: {@code target} unless the POM says otherwise
 * @param name the artifactId, or without a POM the folder's name
 * @param hasPom whether there is a POM, which makes the prefix {@code aml} known
 */
record Module(Path folder, Path buildFolder, String name, boolean hasPom) {
    static Module of(MavenProject project, String startedIn) {
        File basedir = project.getBasedir();
        if (basedir == null) {
            Path folder = Path.of(startedIn).toAbsolutePath().normalize();
            Path name = folder.getFileName();
            return new Module(folder, folder.resolve("target"), name == null ? "project" : name.toString(), false);
        }
        return new Module(basedir.toPath(), Path.of(project.getBuild().getDirectory()), project.getArtifactId(), true);
    }

    /** A file or folder the user names, relative to the module; {@code ~} is the home folder, which no shell expands in -D. */
    Path resolve(String named) {
        return named.equals("~") || named.startsWith("~/")
                ? Path.of(System.getProperty("user.home") + named.substring(1))
                : folder.resolve(Path.of(named));
    }
}
