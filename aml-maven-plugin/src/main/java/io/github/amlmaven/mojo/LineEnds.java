package io.github.amlmaven.mojo;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Passes bytes on as they are, and knows whether the last one ended a line; closing it closes nothing else. */
final class LineEnds extends FilterOutputStream {
    private boolean ended = true;

    LineEnds(OutputStream out) {
        super(out);
    }

    @Override
    public void write(int b) throws IOException {
        out.write(b);
        ended = b == '\n';
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
        ended = length == 0 ? ended : bytes[offset + length - 1] == '\n';
    }

    /** Ends the line if it has not ended, so that what follows begins one of its own. */
    void endLine() throws IOException {
        if (!ended) {
            write('\n');
        }
        flush();
    }

    @Override
    public void close() throws IOException {
        flush();
    }
}
