package io.github.amlmaven.compute;

import io.github.amlmaven.ArtifactPath;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What a script on another computer prints, past what its login shell had to say. */
final class RemoteAnswer extends FilterInputStream {
    private static final int BUFFER = 64 * 1024;
    private static final int LONGEST_LINE = 64 * 1024;
    private static final int LONGEST_SAID = 200;

    private boolean ended;
    private String said = "";

    RemoteAnswer(InputStream in) {
        super(new BufferedInputStream(in, BUFFER));
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        ended |= read < 0;
        return read;
    }

    @Override
    public int read(byte[] bytes, int start, int count) throws IOException {
        int read = super.read(bytes, start, count);
        ended |= read < 0;
        return read;
    }

    /** Whether everything has been read. */
    boolean atEnd() {
        return ended;
    }

    /** Reads past a line; false when it does not come. */
    boolean skipTo(String mark) throws IOException {
        for (String line = line(this); line != null; line = line(this)) {
            if (line.equals(mark)) {
                return true;
            }
            said = line;
        }
        return false;
    }

    /** The last line that was read past. */
    String said() {
        return ArtifactPath.printable(said.length() > LONGEST_SAID ? said.substring(0, LONGEST_SAID) : said);
    }

    /** All of it, as text. */
    static String text(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    /** The next line; null: there is none. */
    static @Nullable String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int read = in.read(); read >= 0; read = in.read()) {
            if (read == '\n') {
                return line.toString(StandardCharsets.UTF_8);
            }
            if (line.size() < LONGEST_LINE) {
                line.write(read);
            }
        }
        return line.size() == 0 ? null : line.toString(StandardCharsets.UTF_8);
    }
}
