package io.github.amlmaven.staging;

import static io.github.amlmaven.staging.Folders.paths;
import static io.github.amlmaven.staging.Folders.sized;
import static io.github.amlmaven.staging.Folders.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.staging.ProjectFile.Kind;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectTreeTest {
    @TempDir
    Path project;

    @Test
    void listsFilesLinksAndFoldersSortedWithTheirSizes() throws Exception {
        write(project, "b/zwei wörter.txt", "12345");
        write(project, "b.txt", "1");
        write(project, "line\nbreak", "22");
        Files.createDirectories(project.resolve("a/empty"));
        Files.createSymbolicLink(project.resolve("b/link"), Path.of("../b.txt"));
        ProjectTree tree = ProjectTree.scan(project);
        assertThat(paths(tree))
                .containsExactly("a", "a/empty", "b", "b.txt", "b/link", "b/zwei wörter.txt", "line\nbreak");
        assertThat(tree.totalBytes()).isEqualTo(8);
        assertThat(tree.root()).isEqualTo(project.toRealPath());
        assertThat(tree.warnings()).isEmpty();
        ProjectFile link = tree.files().get(4);
        assertThat(link.kind()).isEqualTo(Kind.LINK);
        assertThat(link.linkTarget()).isEqualTo("../b.txt");
        assertThat(link.size()).isZero();
    }

    @Test
    void modeAndTimeAreThoseOfTheFile() throws Exception {
        Path script = write(project, "run.sh", "");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-x--x"));
        Files.setLastModifiedTime(script, FileTime.fromMillis(1_500_000_000_123L));
        ProjectFile file = ProjectTree.scan(project).files().get(0);
        assertThat(file.mode()).isEqualTo(0751);
        assertThat(file.modifiedMillis()).isEqualTo(1_500_000_000_123L);
    }

    @Test
    void anIgnoredFolderIsNeverListed() throws Exception {
        write(project, "data/big/x", "");
        write(project, "src/x", "");
        write(project, ".amlignore", "data/\n");
        FileTime old = FileTime.fromMillis(1_000_000_000_000L);
        for (String folder : new String[] {"data", "data/big", "src"}) {
            Files.setAttribute(project.resolve(folder), "lastAccessTime", old);
        }
        assertThat(paths(ProjectTree.scan(project))).containsExactly(".amlignore", "src", "src/x");
        assumeTrue(!accessed("src").equals(old), "the file system keeps no access times, so this cannot be seen here");
        assertThat(accessed("data")).isEqualTo(old);
        assertThat(accessed("data/big")).isEqualTo(old);
    }

    @Test
    void aTree1000FoldersDeepNeedsNoDeepStack() throws Exception {
        StringBuilder path = new StringBuilder("d");
        for (int i = 0; i < 1000; i++) {
            path.append("/d");
        }
        Files.createDirectories(project.resolve(path.toString()));
        Throwable[] thrown = new Throwable[1];
        Thread small = new Thread(
                null,
                () -> {
                    try {
                        assertThat(ProjectTree.scan(project).files()).hasSize(1001);
                    } catch (Throwable failure) {
                        thrown[0] = failure;
                    }
                },
                "small stack",
                200_000);
        small.start();
        small.join();
        assertThat(thrown[0]).isNull();
        // JUnit takes half a minute for this.
        Folders.run(project, "rm", "-r", "d");
    }

    @Test
    void aPipeIsRefusedAtOnceAndNeverOpened() throws Exception {
        Folders.run(project, "mkfifo", "pipe.fifo");
        write(project, ".gitignore", "*.tmp\n");
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> assertThatThrownBy(() -> ProjectTree.scan(project))
                .isInstanceOf(AmlException.class)
                .hasMessage("1 entry of the project cannot be staged:\n"
                        + "  pipe.fifo: a named pipe (FIFO), which cannot be copied\n"
                        + "-> mend it, or leave out what the script does not need, with this line in .gitignore:\n"
                        + "  /pipe.fifo\n"
                        + "  (to keep git out of it, create .amlignore; it replaces .gitignore, so copy the lines still"
                        + " wanted)"));
    }

    @Test
    void aSocketIsRefused() throws Exception {
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(project.resolve("s")));
            assertThatThrownBy(() -> ProjectTree.scan(project))
                    .hasMessageContaining("\n  s: a socket, which cannot be copied");
        }
    }

    @Test
    void atMostTenRefusalsAreListed() throws Exception {
        for (int i = 0; i < 14; i++) {
            Files.createSymbolicLink(project.resolve("link" + i), Path.of("/elsewhere/data"));
        }
        assertThatThrownBy(() -> ProjectTree.scan(project))
                .hasMessageStartingWith("14 entries of the project cannot be staged:")
                .hasMessageContaining("\n  and 4 more\n-> ");
    }

    @Test
    void unreadableFilesAndFoldersAreRefused() throws Exception {
        assumeTrue(!"root".equals(System.getProperty("user.name")), "root can read everything; run as another user");
        Path secret = write(project, "secret.pem", "");
        Path closed = Files.createDirectory(project.resolve("closed"));
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
        try {
            assertThatThrownBy(() -> ProjectTree.scan(project))
                    .isInstanceOf(AmlException.class)
                    .hasMessageContaining("\n  secret.pem: not readable (permission denied)")
                    .hasMessageContaining("\n  closed: not readable (permission denied)")
                    .hasMessageContaining("\n  /closed/");
        } finally {
            Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void aNameThatIsNotUtf8IsRefused() throws Exception {
        assumeTrue(
                "UTF-8".equals(System.getProperty("sun.jnu.encoding")),
                "only a UTF-8 locale has names to be refused so");
        Folders.run(project, "sh", "-c", "touch \"$(printf 'b\\303\\050d')\" \"$(printf 'good\\357\\277\\275')\"");
        assertThatThrownBy(() -> ProjectTree.scan(project)).hasMessage("""
                        1 entry of the project cannot be staged:
                          b\uFFFD(d: the name is not valid UTF-8; rename it
                        -> mend it, or leave out what the script does not need, with this line in .amlignore:
                          /b?(d""");
    }

    @Test
    void aLinkWhoseTextIsNotUtf8IsRefused() throws Exception {
        assumeTrue(
                "UTF-8".equals(System.getProperty("sun.jnu.encoding")),
                "only a UTF-8 locale has texts to be refused so");
        Folders.run(project, "sh", "-c", "ln -s \"$(printf 'b\\303\\050d')\" link");
        assertThatThrownBy(() -> ProjectTree.scan(project))
                .hasMessageContaining("\n  link: the link's text is not valid UTF-8; rename it\n");
    }

    @Test
    void hardLinksCountEach() throws Exception {
        Path first = sized(project, "a", 1000);
        Files.createLink(project.resolve("b"), first);
        assertThat(ProjectTree.scan(project).totalBytes()).isEqualTo(2000);
    }

    @Test
    void theProjectMustBeAFolder() throws Exception {
        Path file = write(project, "file", "");
        assertThatThrownBy(() -> ProjectTree.scan(file))
                .hasMessage("'" + file + "' is not a folder\n-> name the project's folder, the one with aml_config/");
    }

    private FileTime accessed(String folder) throws Exception {
        return (FileTime) Files.getAttribute(project.resolve(folder), "lastAccessTime", LinkOption.NOFOLLOW_LINKS);
    }
}
