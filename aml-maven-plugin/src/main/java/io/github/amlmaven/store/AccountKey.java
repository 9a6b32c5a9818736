package io.github.amlmaven.store;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.Secret;
import java.util.Base64;

/** The key of a storage account: 64 bytes in base64. */
final class AccountKey {
    static final String DEVELOPMENT_ACCOUNT = "devstoreaccount1";
    /** Azurite's, which everybody knows: it is no secret, and opens nothing else. */
    static final String DEVELOPMENT =
            "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static final int BYTES = 64;

    private AccountKey() {}

    static boolean isOne(String text) {
        try {
            return Base64.getDecoder().decode(text.strip()).length == BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * The credential that it makes.
     *
     * @param source where it stands
     */
    static BlobCredential of(String account, String key, String source) {
        if (!isOne(key)) {
            throw new AmlException(
                    source + " holds no key of a storage account: such a key is 64 bytes in base64, which ends in ==",
                    "copy one from the portal (Access keys) or from: az storage account keys list --account-name "
                            + account);
        }
        return new BlobCredential.SharedKey(account, new Secret(key.strip()), source);
    }

    /** Refuses a key that everybody knows for what is not on this computer. */
    static void check(BlobCredential credential, BlobAddress address) {
        if (credential instanceof BlobCredential.SharedKey key
                && key.key().value().equals(DEVELOPMENT)
                && !address.isLoopback()) {
            throw new AmlException(
                    key.source() + " holds the key of Azurite, which everybody knows, and " + address.host()
                            + " is not on this computer",
                    "put the key or a SAS of the account " + address.account() + " there");
        }
    }
}
