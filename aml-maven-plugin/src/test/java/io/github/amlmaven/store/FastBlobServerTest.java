package io.github.amlmaven.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobListDetails;
import com.azure.storage.blob.models.BlobRange;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.BlockListType;
import com.azure.storage.blob.models.ListBlobsOptions;
import com.azure.storage.blob.models.ParallelTransferOptions;
import com.azure.storage.blob.options.BlobParallelUploadOptions;
import com.azure.storage.common.StorageSharedKeyCredential;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The official SDK takes {@link FastBlobServer} for a Blob service. */
class FastBlobServerTest {
    private static final int LARGE = 5_000_000;

    private final FastBlobServer server = new FastBlobServer();
    private BlobContainerClient container;

    FastBlobServerTest() throws IOException {}

    @BeforeEach
    void connect() {
        container = new BlobContainerClientBuilder()
                .endpoint(server.address("bench"))
                .credential(new StorageSharedKeyCredential(TestAzurite.ACCOUNT, TestAzurite.KEY))
                .buildClient();
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @Test
    void aSmallBlobIsKeptAndNotReplacedByAnother() {
        BlobClient blob = container.getBlobClient("runs/1/a b.txt");
        assertThat(blob.exists()).isFalse();
        blob.upload(BinaryData.fromString("one"), false);
        assertThatThrownBy(() -> blob.upload(BinaryData.fromString("two"), false))
                .isInstanceOfSatisfying(BlobStorageException.class, taken -> assertThat(taken.getStatusCode())
                        .isEqualTo(409));
        assertThat(blob.downloadContent()).hasToString("one");
        blob.delete();
        assertThat(blob.exists()).isFalse();
    }

    @Test
    void blocksAreListedAndReadAsThePattern() throws IOException {
        ByteArrayOutputStream pattern = new ByteArrayOutputStream();
        FastBlobServer.writePattern(pattern, 0, LARGE);
        BlobClient blob = container.getBlobClient("large/x");
        blob.uploadWithResponse(
                new BlobParallelUploadOptions(BinaryData.fromBytes(pattern.toByteArray()))
                        .setMetadata(Map.of("sha256", "abc"))
                        .setParallelTransferOptions(new ParallelTransferOptions()
                                .setBlockSizeLong(1_000_000L)
                                .setMaxSingleUploadSizeLong(1_000_000L)),
                null,
                Context.NONE);
        container.getBlobClient("other").upload(BinaryData.fromString("one"));

        ListBlobsOptions options =
                new ListBlobsOptions().setPrefix("large/").setDetails(new BlobListDetails().setRetrieveMetadata(true));
        assertThat(container.listBlobs(options, null)).singleElement().satisfies(FastBlobServerTest::isLarge);
        assertThat(blob.getProperties().getMetadata()).containsEntry("sha256", "abc");
        assertThat(blob.downloadContent().toBytes()).isEqualTo(pattern.toByteArray());
        ByteArrayOutputStream part = new ByteArrayOutputStream();
        blob.downloadStreamWithResponse(part, new BlobRange(1_234_567, 1000L), null, null, false, null, Context.NONE);
        assertThat(part.toByteArray()).hasSize(1000).startsWith(FastBlobServer.pattern(1_234_567));
        assertThat(blob.getBlockBlobClient().listBlocks(BlockListType.ALL).getCommittedBlocks())
                .isEmpty();
    }

    private static void isLarge(BlobItem item) {
        assertThat(item.getName()).isEqualTo("large/x");
        assertThat(item.getProperties().getContentLength()).isEqualTo(LARGE);
        assertThat(item.getMetadata()).containsEntry("sha256", "abc");
    }
}
