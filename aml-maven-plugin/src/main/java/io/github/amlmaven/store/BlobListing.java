package io.github.amlmaven.store;

import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** Lists the blobs of a container, 5,000 a call. */
record BlobListing(BlobCalls calls) {
    /** The metadata that holds the SHA-256 of a blob's content. */
    static final String SHA256 = "sha256";

    /**
     * A blob as it is listed.
     *
     * @param sha256 empty when it has no such metadata
     */
    record Blob(String name, long size, String sha256) {}

    /** One answer, and where the next begins; empty at the end. */
    private record Page(List<Blob> blobs, String next) {}

    /** Tells of every blob whose name begins so; of none where there is no such container. */
    void each(String prefix, boolean withMetadata, Consumer<Blob> heard) throws IOException {
        String next = "";
        do {
            String query = "restype=container&comp=list&maxresults=5000&prefix=" + BlobNames.inUrl(prefix)
                    + (withMetadata ? "&include=metadata" : "")
                    + (next.isEmpty() ? "" : "&marker=" + BlobNames.inUrl(next));
            Page page =
                    calls.call(BlobCall.of(HttpMethod.GET, "", query).expecting(BlobCall.NOT_FOUND), BlobListing::page);
            page.blobs().forEach(heard);
            next = page.next();
        } while (!next.isEmpty());
    }

    private static Page page(HttpResponse response) throws IOException {
        if (response.getStatusCode() == BlobCall.NOT_FOUND) {
            return new Page(List.of(), "");
        }
        try (InputStream body = response.getBodyAsInputStreamSync()) {
            return page(BlobXml.reader(body));
        } catch (XMLStreamException e) {
            // A cut answer, most likely: the call is made again.
            throw new IOException("the list is not whole: " + e.getMessage(), e);
        }
    }

    private static Page page(XMLStreamReader xml) throws XMLStreamException {
        List<Blob> blobs = new ArrayList<>();
        String next = "";
        String name = "";
        long size = 0;
        String sha256 = "";
        while (xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                switch (xml.getLocalName()) {
                    case "Blob" -> {
                        name = "";
                        size = 0;
                        sha256 = "";
                    }
                    case "Name" -> name = name(xml);
                    case "Content-Length" -> size = Long.parseLong(xml.getElementText());
                    case SHA256 -> sha256 = xml.getElementText();
                    case "NextMarker" -> next = xml.getElementText();
                    default -> {}
                }
            } else if (event == XMLStreamConstants.END_ELEMENT
                    && xml.getLocalName().equals("Blob")) {
                blobs.add(new Blob(name, size, sha256));
            }
        }
        return new Page(blobs, next);
    }

    /** What XML cannot carry comes percent-encoded; such a name is not ours. */
    private static String name(XMLStreamReader xml) throws XMLStreamException {
        @Nullable String encoded = xml.getAttributeValue(null, "Encoded");
        String text = xml.getElementText();
        return "true".equals(encoded) ? URLDecoder.decode(text, StandardCharsets.UTF_8) : text;
    }
}
