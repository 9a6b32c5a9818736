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
 */
record Module(Path folder, Path buildFolder, String name) {
    static Module of(MavenProject project, String startedIn) {
        File basedir = project.getBasedir();
        if (basedir == null) {
            Path folder = Path.of(startedIn).toAbsolutePath().normalize();
            Path name = folder.getFileName();
            return new Module(folder, folder.resolve("target"), name == null ? "project" : name.toString());
        }
        return new Module(basedir.toPath(), Path.of(project.getBuild().getDirectory()), project.getArtifactId());
    }
}
