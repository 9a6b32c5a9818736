package io.github.amlmaven.store;

import com.azure.core.http.HttpMethod;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** The blocks of a blob that an attempt before this one has brought to the service. */
final class UncommittedBlocks {
    private UncommittedBlocks() {}

    /** Their ids; the service forgets them after a week. */
    static Set<String> of(BlobCalls calls, String blob) throws IOException {
        return calls.call(
                BlobCall.of(HttpMethod.GET, blob, "comp=blocklist&blocklisttype=uncommitted")
                        .expecting(BlobCall.NOT_FOUND),
                response -> {
                    if (response.getStatusCode() == BlobCall.NOT_FOUND) {
                        return Set.of();
                    }
                    try (InputStream body = response.getBodyAsInputStreamSync()) {
                        return ids(body);
                    } catch (XMLStreamException e) {
                        throw new IOException("the list of blocks is not whole: " + e.getMessage(), e);
                    }
                });
    }

    private static Set<String> ids(InputStream body) throws XMLStreamException {
        XMLStreamReader xml = BlobXml.reader(body);
        Set<String> ids = new HashSet<>();
        while (xml.hasNext()) {
            if (xml.next() == XMLStreamConstants.START_ELEMENT
                    && xml.getLocalName().equals("Name")) {
                ids.add(xml.getElementText());
            }
        }
        return ids;
    }
}
