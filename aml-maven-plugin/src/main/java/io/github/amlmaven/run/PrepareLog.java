package io.github.amlmaven.run;

import io.github.amlmaven.compute.RunDirectory;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is printed while a target is prepared: kept with the run, and shown; there is no file when nothing is printed. */
final class PrepareLog extends OutputStream {
    private static final Logger LOG = LoggerFactory.getLogger(PrepareLog.class);

    private final RunDirectory directory;
    private final OutputStream console;
    private @Nullable OutputStream file;

    PrepareLog(RunDirectory directory, OutputStream console) {
        this.directory = directory;
        this.console = console;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (file == null) {
            Files.newByteChannel(
                            directory.prepareLog(),
                            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
                    .close();
            file = Files.newOutputStream(directory.prepareLog(), StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS);
        }
        file.write(bytes, offset, length);
        try {
            console.write(bytes, offset, length);
            console.flush();
        } catch (IOException e) {
            // The reader of Maven's output has gone (mvn | head); the file has it all.
            LOG.debug("{} is no longer shown", directory.prepareLog(), e);
        }
    }

    /** Leaves the console open: the script's output comes next. */
    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }
}
